// <notify-me> in Preact: import type {} from "back-in-stock/preact".
import type { HTMLAttributes } from "preact";
import type { NotifyMeElement } from "../notify-me/index.js";
import type { NotifyMeHandlers, NotifyMeProps } from "./props.js";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "notify-me": HTMLAttributes<NotifyMeElement> & NotifyMeProps & NotifyMeHandlers<"on">;
    }
  }
}
