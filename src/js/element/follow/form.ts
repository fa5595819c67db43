// The choice as a page's own form and address have it: the field that is named `id`, and `?variant=`.
import type { Adapter } from "./adapter.ts";

export const follow: Adapter = ({ form, tell, signal, rows }) => {
  /** Without rows, what the form says is all there is; an address may be about another product. */
  const choose = (id: string | null | undefined, isForm = false) => {
    const ids = rows();
    const known = Boolean(id) && (ids.length ? ids.includes(id as string) : isForm);
    if (known) tell({ variant: id as string });
    return known;
  };
  const inForm = () => {
    const field = form?.elements.namedItem("id");
    return choose(field && "value" in field ? String(field.value) : undefined, true);
  };
  const inAddress = () => choose(new URL(location.href).searchParams.get("variant"));
  form?.addEventListener("change", inForm, { signal });
  addEventListener("popstate", inAddress, { signal });
  // Where there is such a thing, it tells of `pushState` too.
  const { navigation } = globalThis as { navigation?: EventTarget };
  navigation?.addEventListener("currententrychange", inAddress, { signal });
  if (!inAddress()) inForm();
};
