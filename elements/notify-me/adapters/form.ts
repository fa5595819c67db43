// The choice as a page's own form and address have it: the field that is named `id`, and `?variant=`.
import type { Adapter } from "./adapter.ts";
import { fieldValue, watchField } from "./form-field.ts";
import { watchLocation } from "./location.ts";
import { watchForm } from "./product-form.ts";

export const follow: Adapter = (context) => {
  const { onSelect, signal, rowIds, formId, isAlone } = context;
  /** Whether an id is one of this product; without rows, any that the form has is. */
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
  /** The adapter of a platform knows better when nothing is chosen. */
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
      // The first form leaves the choice to the address, and one without a choice to the attributes.
      if (!isInLocation && (isReplacement || isKnown(id, true))) selectInForm(id);
      isInLocation = false;
      watchField(form, "id", selectInForm, signal);
    },
    onGone: clearSelection,
  });
  return () => (formId === undefined ? undefined : watched.problem());
};
