import type { Emulation } from "../emulation.ts";
import type { Reply } from "../reply.ts";
import { summary } from "./pages.ts";

/** Milliseconds: however much happens, a page need not hear of it more often. */
const pause = 150;
/** Milliseconds: a line now and then shows that the connection lives. */
const silence = 20_000;

/** `GET /emulator/stream`: a server-sent event `summary` at once, and after every change. */
export function stream(emulation: Emulation): Reply {
  return {
    status: 200,
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
    stream: (write) => {
      let timer: NodeJS.Timeout | undefined;
      const tell = () => {
        timer = undefined;
        write(`event: summary\ndata: ${JSON.stringify(summary(emulation))}\n\n`);
      };
      tell();
      const ending = emulation.watch(() => {
        timer ??= setTimeout(tell, pause).unref();
      });
      const beat = setInterval(() => write(":\n\n"), silence).unref();
      return () => {
        ending();
        clearTimeout(timer);
        clearInterval(beat);
      };
    },
  };
}
