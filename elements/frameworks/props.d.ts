// Props of <notify-me> in templates: each attribute by both of its names, and a handler for each event.
import type { NotifyMeDefaults, NotifyMeEventMap } from "../notify-me/index.js";

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Kebab<Rest>}`
    : `-${Lowercase<First>}${Kebab<Rest>}`
  : Name;

/** Attributes and properties, such as `company-id` and `companyId`. */
export type NotifyMeProps = NotifyMeDefaults & {
  [Name in keyof NotifyMeDefaults as Kebab<Name>]: NotifyMeDefaults[Name];
} & { open?: boolean | undefined };

/** Event handlers. `Prefix` is the framework's prefix for event names, such as `on`. */
export type NotifyMeHandlers<Prefix extends string> = {
  [Name in keyof NotifyMeEventMap as `${Prefix}${Name}`]?: (event: NotifyMeEventMap[Name]) => void;
};
