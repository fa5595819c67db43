// Elements with a name or an id shadow members of the page: `<img name="body">` is `document.body`,
// `<input name="elements">` is `form.elements`, `<a id="jQuery">` is `window.jQuery`. What reads such members reads past them.
// https://html.spec.whatwg.org/multipage/nav-history-apis.html#named-access-on-the-window-object

/** A member of a document, a form or any other node as the platform defines it; a method comes bound. */
export function member<Type extends object, Name extends keyof Type>(object: Type, name: Name): Type[Name] {
  const found = Reflect.get(Object.getPrototypeOf(object), name, object);
  return typeof found === "function" ? found.bind(object) : found;
}

/** Listens in the tree that a form is in: the document, or a shadow tree. */
export const listenAround = (
  form: HTMLFormElement,
  type: string,
  listener: () => void,
  signal: AbortSignal,
): void => member(member(form, "getRootNode")(), "addEventListener")(type, listener, { signal });

/** A global that a script has set. Named elements are members of a prototype of `window`, never its own. */
export const globalOf = (name: string): unknown =>
  Object.hasOwn(globalThis, name) ? (globalThis as { [name: string]: unknown })[name] : undefined;
