export const numberOf = (text) => Number(new TextDecoder().decode(text));

/** What a module throws here: the parts of the package's error. */
export const feedError = (_code, message, offset) => ({ message, offset });
