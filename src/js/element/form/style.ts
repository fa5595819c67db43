// The form's looks, behind custom properties and parts.
const CSS = `
form, .field, fieldset { display: grid; gap: .5rem; }
form { gap: 1rem; }
label, legend { font-weight: 600; padding: 0; }
fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
input, select { box-sizing: border-box; min-block-size: 2.75rem; inline-size: 100%; padding: .5rem .75rem; font: inherit;
  color: var(--notify-me-field-text, fieldtext); background: var(--notify-me-background, field);
  border: 1px solid var(--notify-me-border, #767676); border-radius: var(--notify-me-radius, .375rem); }
[aria-invalid] { border-color: var(--notify-me-error, #d3302f); box-shadow: inset 0 0 0 1px var(--notify-me-error, #d3302f); }
[part=choice] { display: flex; align-items: flex-start; gap: .75rem; min-block-size: 2.75rem; padding-block: .625rem;
  box-sizing: border-box; font-weight: inherit; cursor: pointer; }
[type=checkbox] { flex: none; inline-size: 1.5rem; block-size: 1.5rem; min-block-size: 0; margin: 0;
  accent-color: var(--notify-me-accent, auto); }
.error:not(:empty) { padding-block: 0; padding-inline-start: .75rem; font-weight: 600;
  border-inline-start: .25rem solid var(--notify-me-error, #d3302f); }
.plain { inline-size: auto; padding-inline: 0; font-weight: inherit; color: inherit; background: none; text-decoration: underline; }
.hint:not(:empty) { padding-block: 0; }
.trap { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
ul { margin: 0; padding-inline-start: 1.25rem; }
[part=message]:focus:not(:focus-visible) { outline: none; }
dialog { box-sizing: border-box; inline-size: min(28rem, 100vw - 2rem); max-block-size: calc(100vh - 2rem); overflow: auto;
  overscroll-behavior: contain; padding: 1.5rem; font: inherit; color: var(--notify-me-text, canvastext);
  background: var(--notify-me-surface, canvas); border: 1px solid var(--notify-me-border, #767676);
  border-radius: var(--notify-me-radius, .375rem); }
dialog::backdrop { background: rgb(0 0 0 / .5); }
h2 { margin: 0; margin-block-end: 1rem; padding-inline-end: 3rem; font-size: 1.25rem; line-height: 1.3; text-wrap: balance; }
.close { position: absolute; inset-block-start: .75rem; inset-inline-end: .75rem; inline-size: 2.75rem; padding: 0;
  font-size: 1.5rem; line-height: 1; text-decoration: none; }
`;

let sheet: CSSStyleSheet | undefined;

/** One sheet for the forms of a page. */
export function formSheet(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
