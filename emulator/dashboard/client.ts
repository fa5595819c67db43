/** Sends a request to the emulator. @throws Error with a message for people */
async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/emulator/${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
  } catch {
    throw new Error("The emulator is not responding.");
  }
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error(answer.errors?.[0]?.detail ?? `The emulator answered ${response.status}.`);
}

/** Reads from `/emulator/`. */
export function get<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return call("GET", search.size > 0 ? `${path}?${search}` : path);
}

/** Sends a command to the emulator. */
export function send<T>(method: "POST" | "PATCH" | "PUT", path: string, body: unknown = {}): Promise<T> {
  return call(method, path, body);
}

/** Runs an action, then shows `done` or the error. */
export async function runWithToast(work: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await work();
    toast(done);
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), true);
  }
}

let timer: number | undefined;

/** Shows a message for some seconds. Screen readers announce it. */
export function toast(text: string, isError = false): void {
  const place = document.getElementById("toast");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("error", isError);
  place.classList.add("shown");
  clearTimeout(timer);
  timer = window.setTimeout(() => place.classList.remove("shown"), isError ? 8_000 : 4_000);
}
