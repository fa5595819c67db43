import { scanFeed } from "back-in-stock/feed";
import { isVisible } from "../peers.mjs";

/** The same from a server on this machine. `drop` reads the body and looks at nothing: what the way alone takes. */
export function prepare({ origin, ...options }) {
  const get = () => fetch(`${origin}/feed?${new URLSearchParams(options)}`);
  const contenders = {
    async ours() {
      let shown = 0;
      for await (const { length, visible } of scanFeed(await get())) {
        for (let index = 0; index < length; index++) shown += visible[index];
      }
      return shown;
    },
    json: async () => (await (await get()).json()).filter(isVisible).length,
    async drop() {
      const reader = (await get()).body.getReader();
      let bytes = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return bytes;
        bytes += value.length;
      }
    },
  };
  return {
    contenders,
    async check() {
      const [own, other] = [await contenders.ours(), await contenders.json()];
      if (own !== other) throw new Error(`${own} rows show, for the peer ${other}`);
    },
  };
}
