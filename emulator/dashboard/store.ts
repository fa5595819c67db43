import type { Summary } from "../admin/types.ts";

type Listener = (summary: Summary) => void;

/** The latest summary from the emulator. */
export class Store {
  #summary: Summary | undefined;
  #receivedAt = 0;
  readonly #listeners = new Set<Listener>();

  /**
   * Listens to the stream while the page is visible, because a browser has few connections for each origin, and many pages
   * may be open. Calls `onConnection` when the connection opens or fails.
   */
  connect(onConnection: (isLive: boolean) => void): void {
    let source: EventSource | undefined;
    const follow = () => {
      source?.close();
      source = document.hidden ? undefined : this.#listen(onConnection);
    };
    document.addEventListener("visibilitychange", follow);
    addEventListener("pagehide", () => source?.close());
    addEventListener("pageshow", ({ persisted }) => persisted && follow());
    follow();
  }

  #listen(onConnection: (isLive: boolean) => void): EventSource {
    const source = new EventSource("/emulator/stream");
    source.addEventListener("open", () => onConnection(true));
    source.addEventListener("error", () => onConnection(false));
    source.addEventListener("summary", ({ data }) => {
      const summary: Summary = JSON.parse(data);
      this.#summary = summary;
      this.#receivedAt = performance.now();
      for (const listener of this.#listeners) listener(summary);
    });
    return source;
  }

  get summary(): Summary | undefined {
    return this.#summary;
  }

  /** The emulator's time. Between two summaries it advances with the real time. */
  now(): number {
    return (this.#summary?.now ?? Date.now()) + (this.#summary ? performance.now() - this.#receivedAt : 0);
  }

  /** Calls the listener with the latest summary and all later ones. */
  watch(listener: Listener): void {
    this.#listeners.add(listener);
    if (this.#summary) listener(this.#summary);
  }
}
