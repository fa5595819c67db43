// Converts HTML to plain text: the snippet accepts HTML, <notify-me> plain texts.

const ENTITIES: { readonly [name: string]: string } = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** Removes tags and decodes character references. */
export function htmlToText(html: string): string {
  return withoutTags(html)
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,6}));/gi, (reference, decimal, hex, name) => {
      if (name) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] as string) : reference;
      const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : reference;
    })
    .trim();
}

/** Removes tags in one pass. The pattern `<[^>]*>` would take quadratic time for unclosed tags. */
function withoutTags(html: string): string {
  let text = "";
  let from = 0;
  for (;;) {
    const open = html.indexOf("<", from);
    const close = open < 0 ? -1 : html.indexOf(">", open);
    if (close < 0) return text + html.slice(from);
    text += html.slice(from, open);
    from = close + 1;
  }
}
