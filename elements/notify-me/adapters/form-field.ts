import { listenAround, member } from "../../../src/js/shared/named.ts";

/**
 * Calls `onChange` with the new value whenever the value of a form's field changes. Use `fieldValue` for the initial value.
 *
 * Themes set hidden fields without an event. The value of a hidden input is its attribute, which can be observed. So can a
 * field that is rendered again.
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
  // Listen around the form: a field with the attribute `form` may be outside it.
  listenAround(form, "change", check, signal);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** The value of a form's field, including radio buttons and disabled fields; an empty string if the field is missing. */
export function fieldValue(form: HTMLFormElement, name: string): string {
  const found = member(form, "elements").namedItem(name);
  const fields = found instanceof RadioNodeList ? [...found] : [found];
  const active = fields.find((field) => !isUnchecked(field)) as { value?: unknown } | null | undefined;
  return String(active?.value ?? "");
}

const isUnchecked = (field: unknown) =>
  field instanceof HTMLInputElement && /^(radio|checkbox)$/.test(field.type) && !field.checked;

/** Whether a form has a field with this name. */
export const hasField = (form: HTMLFormElement, name: string): boolean =>
  member(form, "elements").namedItem(name) !== null;
