const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

export type Style = keyof typeof CODES;
export type Paint = (text: string, ...styles: Style[]) => string;

/** Returns a function that colors text, if the stream supports it: a terminal without NO_COLOR, or FORCE_COLOR is set. */
export function colorizer(stream: NodeJS.WriteStream): Paint {
  if (!supportsColor(stream)) return (text) => text;
  return (text, ...styles) => `\x1b[${styles.map((style) => CODES[style]).join(";")}m${text}\x1b[0m`;
}

function supportsColor(stream: NodeJS.WriteStream): boolean {
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined) return !/^(0|false)$/.test(FORCE_COLOR);
  return Boolean(stream.isTTY) && !NO_COLOR && TERM !== "dumb";
}
