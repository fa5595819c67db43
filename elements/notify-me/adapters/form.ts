// Detects the choice by the field `id` of a form and by `?variant=` in the URL.
import type { Adapter } from "./adapter.ts";
import { fieldValue, watchField } from "./form-field.ts";
import { watchLocation } from "./location.ts";
import { watchForm } from "./product-form.ts";

/** Any form with a field `id`. */
export const follow: Adapter = (context) => {
  const { onSelect, signal, rowIds, formId, isAlone } = context;
  /** Whether an ID belongs to this product. Without rows, every ID of the form does. */
  const isKnown = (id: string, isForm: boolean) => {
    const ids = rowIds();
    return ids.length ? ids.includes(id) : isForm && id !== "";
  };
  const selectFromLocation = () => {
    const id = new URL(location.href).searchParams.get("variant") ?? "";
    const isOurs = isKnown(id, false);
    if (isOurs) onSelect({ variant: id });
    return isOurs;
  };
  /** Reports that no variant is chosen. A platform's adapter, if there is one, detects that more reliably. */
  const clearSelection = () => {
    if (isAlone) onSelect(null);
  };
  const selectInForm = (id: string) => {
    if (isKnown(id, true)) onSelect({ variant: id });
    else clearSelection();
  };

  watchLocation(selectFromLocation, signal);
  let isInLocation = selectFromLocation();
  const watched = watchForm(context, undefined, {
    onFound(form, signal, isReplacement) {
      const id = fieldValue(form, "id");
      // Initially, the URL takes precedence over the form, and a form without a choice leaves the attributes in effect.
      if (!isInLocation && (isReplacement || isKnown(id, true))) selectInForm(id);
      isInLocation = false;
      watchField(form, "id", selectInForm, signal);
    },
    onGone: clearSelection,
  });
  return () => (formId === undefined ? undefined : watched.problem());
};
