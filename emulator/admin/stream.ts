import type { Emulation } from "../emulation.ts";
import type { Reply } from "../reply.ts";
import { summary } from "./queries.ts";

/** Milliseconds between two events, even if more happens. */
const minInterval = 150;
/** Milliseconds between comments that keep the connection alive. */
const heartbeatInterval = 20_000;

/** `GET /emulator/stream`: sends a `summary` event at once and after every change. */
export function stream(emulation: Emulation): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    stream: (write) => {
      let timer: NodeJS.Timeout | undefined;
      const sendSummary = () => {
        timer = undefined;
        write(`event: summary\ndata: ${JSON.stringify(summary(emulation))}\n\n`);
      };
      sendSummary();
      const unwatch = emulation.watch(() => {
        timer ??= setTimeout(sendSummary, minInterval).unref();
      });
      const heartbeat = setInterval(() => write(":\n\n"), heartbeatInterval).unref();
      return () => {
        unwatch();
        clearTimeout(timer);
        clearInterval(heartbeat);
      };
    },
  };
}
