// Protection against DOM clobbering: elements with a name or an id shadow members of the document, of forms and of the
// window. `<img name="body">` is `document.body`, `<input name="elements">` is `form.elements`, `<a id="jQuery">` is
// `window.jQuery`. These functions ignore such elements.
// https://html.spec.whatwg.org/multipage/nav-history-apis.html#named-access-on-the-window-object

/** Reads a member of a node as the platform defines it. Methods are bound to the node. */
export function member<Type extends object, Name extends keyof Type>(object: Type, name: Name): Type[Name] {
  const found = Reflect.get(Object.getPrototypeOf(object), name, object);
  return typeof found === "function" ? found.bind(object) : found;
}

/** Adds a listener to the root of a form's tree: the document or a shadow root. */
export const listenAround = (
  form: HTMLFormElement,
  type: string,
  listener: () => void,
  signal: AbortSignal,
): void => member(member(form, "getRootNode")(), "addEventListener")(type, listener, { signal });

/** Reads a global that a script has set. Named elements are never own properties of `window`. */
export const globalOf = (name: string): unknown =>
  Object.hasOwn(globalThis, name) ? (globalThis as { [name: string]: unknown })[name] : undefined;
