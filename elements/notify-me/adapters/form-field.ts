import { listenAround, member } from "../../../src/js/shared/named.ts";

/**
 * Calls `changed` with the value of a form's field whenever it is another one; `fieldValue` gives the first.
 *
 * Themes set hidden fields silently. But the value of a hidden input is its attribute, and a changed attribute can be
 * observed; so can a field that is rendered again.
 */
export function watchField(
  form: HTMLFormElement,
  name: string,
  onChange: (value: string) => void,
  signal: AbortSignal,
): void {
  let last = fieldValue(form, name);
  const check = () => {
    const value = fieldValue(form, name);
    if (value === last) return;
    last = value;
    onChange(value);
  };
  const observer = new MutationObserver(check);
  observer.observe(form, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] });
  // Not on the form alone: a field may be outside of it, with an attribute `form`.
  listenAround(form, "change", check, signal);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** The value of a form's field, also of radio buttons and of one that is disabled; an empty text if there is none. */
export function fieldValue(form: HTMLFormElement, name: string): string {
  const found = member(form, "elements").namedItem(name);
  const fields = found instanceof RadioNodeList ? [...found] : [found];
  const active = fields.find((field) => !isUnchecked(field)) as { value?: unknown } | null | undefined;
  return String(active?.value ?? "");
}

const isUnchecked = (field: unknown) =>
  field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type) && !field.checked;

/** Whether a form has a field of this name. */
export const hasField = (form: HTMLFormElement, name: string): boolean =>
  member(form, "elements").namedItem(name) !== null;
