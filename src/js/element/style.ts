// The form's looks, behind custom properties and parts. A constructed sheet needs no inline style.
const CSS = `
:host { display: block; color: var(--notify-me-text, inherit); font: var(--notify-me-font, inherit); }
:host([hidden]), [hidden] { display: none !important; }
form { display: grid; gap: .5rem; }
label { font-weight: 600; }
input, button { box-sizing: border-box; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; inline-size: 100%;
  border: 1px solid var(--notify-me-border, #767676); border-radius: var(--notify-me-radius, .375rem); }
input { color: var(--notify-me-text, fieldtext); background: var(--notify-me-background, field); }
input[aria-invalid] { border-color: var(--notify-me-error, #b3261e); }
button { cursor: pointer; font-weight: 600; color: var(--notify-me-accent-text, #fff);
  background: var(--notify-me-accent, #1a1a1a); border-color: transparent; }
button[aria-disabled=true] { cursor: progress; opacity: .7; }
:is(input, button, p):focus-visible { outline: 2px solid var(--notify-me-accent, #1a1a1a); outline-offset: 2px; }
p { margin: 0; }
p:focus:not(:focus-visible) { outline: none; }
#error { color: var(--notify-me-error, #b3261e); }
@media (forced-colors: active) { button { border-color: buttontext; } }
`;

let shared: CSSStyleSheet | undefined;

/** One sheet for all elements of the page. */
export function sheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(CSS);
  }
  return shared;
}
