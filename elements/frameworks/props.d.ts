// What <notify-me> takes in a template: each attribute by both of its names, and a handler for each event.
import type { NotifyMeDefaults, NotifyMeEventMap } from "../notify-me/index.js";

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Kebab<Rest>}`
    : `-${Lowercase<First>}${Kebab<Rest>}`
  : Name;

/** Attributes and properties: `company-id` as well as `companyId`. */
export type NotifyMeProps = NotifyMeDefaults & {
  [Name in keyof NotifyMeDefaults as Kebab<Name>]: NotifyMeDefaults[Name];
} & { open?: boolean | undefined };

/** Handlers, by the events' names behind what the framework has in front. */
export type NotifyMeHandlers<Prefix extends string> = {
  [Name in keyof NotifyMeEventMap as `${Prefix}${Name}`]?: (event: NotifyMeEventMap[Name]) => void;
};
