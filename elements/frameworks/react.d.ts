// <notify-me> in React 19: import type {} from "back-in-stock/react".
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { NotifyMeElement } from "../notify-me/index.js";
import type { NotifyMeHandlers, NotifyMeProps } from "./props.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "notify-me": DetailedHTMLProps<HTMLAttributes<NotifyMeElement>, NotifyMeElement> &
        NotifyMeProps &
        NotifyMeHandlers<"on">;
    }
  }
}
