// The form's looks, behind custom properties and parts.
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
.plain { inline-size: auto; padding-inline: 0; font-weight: inherit; text-align: start; color: inherit; background: none;
  text-decoration: underline; }
dialog { box-sizing: border-box; inline-size: 28rem; padding: 1.5rem; font: inherit;
  color: var(--notify-me-text, canvastext); background: var(--notify-me-surface, canvas);
  border: 1px solid var(--notify-me-border, #767676); border-radius: var(--notify-me-radius, .375rem); }
h2 { margin: 0; margin-block-end: 1rem; padding-inline-end: 2.5rem; font-size: 1.25rem; }
[part=close] { position: absolute; inset-block-start: .75rem; inset-inline-end: .75rem; font-size: 1.5rem; text-decoration: none; }
`;

export function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** One sheet for the forms of a page. */
export const formSheet = sheetOf(CSS);
