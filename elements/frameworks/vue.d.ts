// <notify-me> in Vue 3: import type {} from "back-in-stock/vue".
import type { EmitFn, HTMLAttributes, PublicProps } from "vue";
import type { NotifyMeElement, NotifyMeEventMap } from "../notify-me/index.js";
import type { NotifyMeProps } from "./props.js";

type Emits = { [Name in keyof NotifyMeEventMap]: (event: NotifyMeEventMap[Name]) => void };

declare module "vue" {
  interface GlobalComponents {
    "notify-me": new () => NotifyMeElement & {
      /** For templates only; the element has no such property. */
      $props: HTMLAttributes & NotifyMeProps & PublicProps;
      /** For templates only; the element has no such method. */
      $emit: EmitFn<Emits>;
    };
  }
}
