// <notify-me> in Svelte 5: import type {} from "back-in-stock/svelte".
import type { HTMLAttributes } from "svelte/elements";
import type { NotifyMeElement } from "../notify-me/index.js";
import type { NotifyMeHandlers, NotifyMeProps } from "./props.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "notify-me": HTMLAttributes<NotifyMeElement> & NotifyMeProps & NotifyMeHandlers<"on">;
  }
}
