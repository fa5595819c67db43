// The choice as a page's own form and address have it: the field that is named `id`, and `?variant=`.
import type { Adapter } from "./adapter.ts";
import { followAddress } from "./address.ts";
import { fieldValue, followField } from "./field.ts";
import { followForm } from "./product-form.ts";

export const follow: Adapter = (scene) => {
  const { emit: tell, signal, rows, formId, isAlone } = scene;
  /** Whether an id is one of this product; without rows, any that the form has is. */
  const isKnown = (id: string, isForm: boolean) => {
    const ids = rows();
    return ids.length ? ids.includes(id) : isForm && id !== "";
  };
  const chooseInAddress = () => {
    const id = new URL(location.href).searchParams.get("variant") ?? "";
    const known = isKnown(id, false);
    if (known) tell({ variant: id });
    return known;
  };
  /** The adapter of a platform knows better when nothing is chosen. */
  const chooseNothing = () => {
    if (isAlone) tell(null);
  };
  const chooseInForm = (id: string) => {
    if (isKnown(id, true)) tell({ variant: id });
    else chooseNothing();
  };

  followAddress(chooseInAddress, signal);
  let inAddress = chooseInAddress();
  const followed = followForm(scene, undefined, {
    found(form, signal, again) {
      const id = fieldValue(form, "id");
      // The first form leaves the choice to the address, and one without a choice to the attributes.
      if (!inAddress && (again || isKnown(id, true))) chooseInForm(id);
      inAddress = false;
      followField(form, "id", chooseInForm, signal);
    },
    gone: chooseNothing,
  });
  return () => (formId === undefined ? undefined : followed.problem());
};
