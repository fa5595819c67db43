// Styles of the form, customizable by custom properties and parts. Comments are outside of the text, since it ships as it is:
// - `suggestion` is a button that is tall enough to tap. Its negative margins keep the line height.
// - `.done` has a check mark or a clock in a circle, drawn with borders: forced-colors mode keeps them visible.
const CSS = `
form, .field { display: grid; }
form { gap: 1rem; }
label { padding-block-end: .5rem; }
label, .error { font-weight: 600; }
input, select { box-sizing: border-box; min-block-size: 2.75rem; inline-size: 100%; padding: .5rem .75rem; font: inherit;
  color: fieldtext; background: var(--notify-me-background, field);
  border: 1px solid var(--notify-me-border, #767676); border-radius: var(--notify-me-radius, .375rem); }
[aria-invalid] { outline: 2px solid var(--notify-me-error, #d3302f); }
.error:not(:empty) { margin-block-start: .5rem; padding: 0 .75rem;
  border-inline-start: .25rem solid var(--notify-me-error, #d3302f); }
.actions { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.actions > :first-child { flex: 1 1 10rem; inline-size: auto; }
.plain { inline-size: auto; padding-inline: 0; font-weight: inherit; text-align: start; color: inherit; background: none;
  border: 0; text-decoration: underline; overflow-wrap: anywhere; }
.stack { display: grid; justify-items: start; }
form, [part=message] { justify-self: stretch; }
[part=hint]:not(:empty) { margin-block-start: .625rem; }
[part=suggestion] { margin-block: -.625rem; }
.done { position: relative; padding: .75rem 1rem; padding-inline-start: 3rem; border: 1px solid var(--tone);
  border-radius: var(--notify-me-radius, .375rem); background: color-mix(in srgb, var(--tone) 8%, transparent); }
.accepted { --tone: var(--notify-me-success, #1f883d); }
.queued { --tone: var(--notify-me-border, #767676); }
.done:focus-visible { outline: 1px solid var(--tone); outline-offset: 0; }
.done::before, .done::after { content: ""; box-sizing: border-box; position: absolute; border: 2px solid var(--tone); }
.done::before { inset-block-start: .8125rem; inset-inline-start: 1rem; inline-size: 1.25rem; block-size: 1.25rem; border-radius: 50%; }
.done::after { inset-block-start: 1.0625rem; }
.accepted::after { inset-inline-start: 1.4375rem; inline-size: .375rem; block-size: .625rem; border-width: 0 2px 2px 0;
  transform: rotate(45deg); }
.queued::after { inset-inline-start: 1.5625rem; inline-size: .375rem; block-size: .4375rem; border-block-start: 0; border-inline-end: 0; }
dialog { box-sizing: border-box; inline-size: 28rem; padding: 1.5rem; font: inherit;
  color: var(--notify-me-text, canvastext); background: var(--notify-me-surface, canvas);
  border: 1px solid var(--notify-me-border, #767676); border-radius: var(--notify-me-radius, .375rem); }
h2 { margin: 0; margin-block-end: 1rem; padding-inline-end: 2.5rem; font-size: 1.25rem;
  overflow-wrap: anywhere; }
[part=close] { position: absolute; inset-block-start: .75rem; inset-inline-end: .75rem; font-size: 1.5rem; text-decoration: none; }
`;

/** Creates a style sheet from CSS text. */
export function createSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** The style sheet that all forms share. */
export const formSheet = createSheet(CSS);
