// The English texts that a page shows before the form is loaded. Other texts are in en.ts.
import type { ButtonMessages } from "./messages.ts";

export const buttonMessages: ButtonMessages = {
  dir: "ltr",
  button: "Notify me when it's back",
  oneClick: "Notify me at {contact}",
  loading: "One moment…",
  loadFailed: "We couldn't load this. Please try again.",
};
