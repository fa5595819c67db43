// The choice as a page's own form and address have it: the field that is named `id`, and `?variant=`.
import type { Adapter } from "./adapter.ts";
import { followAddress } from "./address.ts";
import { fieldValue, followField } from "./field.ts";

export const follow: Adapter = ({ form, tell, signal, rows }) => {
  /** Without rows, what the form says is all there is; an address may be about another product. */
  const choose = (id: string, isForm: boolean) => {
    const ids = rows();
    const known = ids.length ? ids.includes(id) : isForm && id !== "";
    if (known) tell({ variant: id });
    return known;
  };
  const inAddress = () => choose(new URL(location.href).searchParams.get("variant") ?? "", false);
  if (form) followField(form, "id", (id) => choose(id, true), signal);
  followAddress(inAddress, signal);
  if (!inAddress() && form) choose(fieldValue(form, "id"), true);
};
