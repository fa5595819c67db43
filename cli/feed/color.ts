const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = keyof typeof CODES;
export type Paint = (text: string, ...styles: Style[]) => string;

/** Colours a text, if the stream shows colours: a terminal that NO_COLOR does not forbid, or what FORCE_COLOR names. */
export function colorizer(stream: NodeJS.WriteStream): Paint {
  if (!supportsColor(stream)) return (text) => text;
  return (text, ...styles) => `\x1b[${styles.map((style) => CODES[style]).join(";")}m${text}\x1b[0m`;
}

function supportsColor(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined) return !/^(0|false)$/.test(FORCE_COLOR);
  return Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb";
}
