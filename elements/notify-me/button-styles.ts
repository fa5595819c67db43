// Styles of the button. Constructed style sheets work under a policy that forbids inline styles.
const CSS = `
:host { display: block; font: var(--notify-me-font, inherit); color: var(--notify-me-text, inherit); }
:host([hidden]), [hidden] { display: none !important; }
button { box-sizing: border-box; min-block-size: 2.75rem; min-inline-size: 2.75rem; inline-size: 100%; padding: .5rem 1rem;
  font: inherit; font-weight: 600; cursor: pointer; color: var(--notify-me-accent-text, canvas);
  background: var(--notify-me-accent, canvastext); border: 1px solid transparent; border-radius: var(--notify-me-radius, .375rem); }
button[aria-disabled=true] { cursor: progress; opacity: .75; }
:focus-visible { outline: 2px solid var(--notify-me-focus, currentcolor); outline-offset: 2px; }
p { margin: 0; }
[part=message]:not(:empty) { padding-block: .5rem; }
`;

/** Creates a style sheet that all elements share. On a server, which has no such class, it is `undefined`. */
function createSheet(css: string): CSSStyleSheet {
  const sheet = globalThis.CSSStyleSheet && new CSSStyleSheet();
  sheet?.replaceSync(css);
  return sheet;
}

/** Styles of an element that shows. */
export const buttonSheet = createSheet(CSS);
/** Hides an element. `!important` outweighs the page's own `display`. */
export const hiddenSheet = createSheet(":host { display: none !important }");
