// <notify-me> in Solid: import type {} from "back-in-stock/solid".
import type { JSX as Solid } from "solid-js";
import type { NotifyMeElement } from "../notify-me/index.js";
import type { NotifyMeHandlers, NotifyMeProps } from "./props.js";

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "notify-me": Solid.HTMLAttributes<NotifyMeElement> & NotifyMeProps & NotifyMeHandlers<"on:">;
    }
  }
}
