import { refusal, value } from "../assert.mjs";

const emails = [
  ["ann@example.com", "ann@example.com"],
  [" Ann.O'Neil+shop@Example.photography\t", "Ann.O'Neil+shop@Example.photography"],
  ["\ufeffann\u200b@example.com\u00a0", "ann@example.com"],
  ["ann@example\r\n.com", "ann@example.com"],
  ["ann@bücher.de", "ann@xn--bcher-kva.de"],
  ["ann@BÜCHER.de", "ann@xn--bcher-kva.de"],
  ["ann@例え.テスト", "ann@xn--r8jz45g.xn--zckzah"],
  ["ann@xn--bcher-kva.de", "ann@xn--bcher-kva.de"],
  ["ann@example。com", "ann@example.com"],
  ["taro＠example.jp", "taro@example.jp"],
  ["ｔａｒｏ@example.jp", "taro@example.jp"],
  ["ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐ", "taro@example.jp"],
  ["\u200eann\u2068@example\u034f.com\u2069", "ann@example.com"],
  ["$&`{}|~!#%*/=?^_'@a-b.c-d.co", "$&`{}|~!#%*/=?^_'@a-b.c-d.co"],
  [`${"l".repeat(64)}@example.com`, `${"l".repeat(64)}@example.com`],
  [`a@${"d".repeat(63)}.com`, `a@${"d".repeat(63)}.com`],
];

const shape = "email is not an email address";
const badEmails = [
  ["", "email is empty"],
  [" \u200b\r\n ", "email is empty"],
  ["ann", shape],
  ["ann@", shape],
  ["@example.com", shape],
  ["a@b@example.com", shape],
  ["ann smith@example.com", shape],
  ['"ann"@example.com', shape],
  ["ann@example..com", shape],
  ["ann@example.com.", shape],
  ["ann@-a.com", shape],
  ["ann@[10.0.0.1]", shape],
  ["ann@exa_mple.com", shape],
  [`a@${"d".repeat(64)}.com`, shape],
  ["ann@bücher.de/path", shape],
  ["ann@bücher.de:80", shape],
  ["ann@bü cher.de", shape],
  ["ann@bücher.de?x", shape],
  ["ann@ü%2e.de", shape],
  ["änn@example.com", "email has a non-ASCII character before the @"],
  ["ann@localhost", "email has no dot after the @"],
  ["ann@bücher", "email has no dot after the @"],
  ["ann@10.0.0.1", "email has a domain that ends in a number"],
  ["ann@example.123", "email has a domain that ends in a number"],
];

const numbers = [
  ["+15005550006", undefined, "+15005550006"],
  ["+12223334444", undefined, "+12223334444"],
  ["(415) 555-2671", "US", "+14155552671"],
  ["0049 (0)171 1234567", undefined, "+491711234567"],
  ["+49\u00a0171–1234567", undefined, "+491711234567"],
  ["٠٧٠١٢٣٤٥٦٧", "SE", "+46701234567"],
  ["＋１ ５００ ５５５ ０００６", undefined, "+15005550006"],
  ["+3906 1234567", "US", "+39061234567"],
  ["011 44 7911 123456", "US", "+447911123456"],
  ["0049 171 1234567", "FR", "+491711234567"],
  ["8~10 44 7911 123456", "RU", "+447911123456"],
  ["03-321-123-4567", "CO", "+573211234567"],
  ["\u200e+49\u2068 171\u2069 1234\ufe0d567\u3164", undefined, "+491711234567"],
];

const badNumbers = [
  ["", "US", "phoneNumber has no digits"],
  ["+", undefined, "phoneNumber has no digits"],
  ["call me", "US", "phoneNumber contains letters"],
  ["415-555-CALL", "US", "phoneNumber contains letters"],
  ["555#12", "US", "phoneNumber contains characters that are not allowed"],
  ["++15005550006", undefined, "phoneNumber contains characters that are not allowed"],
  ["1+5005550006", undefined, "phoneNumber contains characters that are not allowed"],
  ["0171 1234567", undefined, "phoneNumber needs the option country, or + and a country calling code"],
  ["+0171 1234567", undefined, "phoneNumber does not start with a country calling code"],
  ["+44 00 7911 123456", undefined, "phoneNumber starts with more than one trunk prefix"],
  ["0049 171 1234567", "US", "phoneNumber is ambiguous: write it with + and the country calling code"],
  ["0049 1511 2345678", "SG", "phoneNumber is ambiguous: write it with + and the country calling code"],
  ["001 45 22 34 56 78", "HK", "phoneNumber is ambiguous: write it with + and the country calling code"],
  ["061234567", "FR", "phoneNumber is too short"],
  ["+1 415 555", undefined, "phoneNumber is too short"],
  ["+1 415 555 26712", undefined, "phoneNumber is too long"],
  ["+9991234567890123", undefined, "phoneNumber does not start with a country calling code"],
  ["+7 123 456 789 012", "KZ", "phoneNumber has a length that is not used in its country"],
];

const suggestions = [
  ["ann@gmial.com", "ann@gmail.com"],
  [" Ann+x@HOTMIAL.con ", "Ann+x@hotmail.com"],
  ["ann@gmail.com", undefined],
  ["ann@ymail.com", undefined],
  ["ann@example.com", undefined],
  ["", undefined],
  ["ann", undefined],
  ["@gmial.com", undefined],
  ["ann@bücher.de", undefined],
  ["\0@gmial.com", undefined],
];

const show = (text) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);

export const contacts = [
  ...emails.map(([text, expected]) =>
    value(`normalizeEmail ${show(text)}`, (api) => api.normalizeEmail(text), expected),
  ),
  ...emails.map(([text, expected]) =>
    value(
      `normalizeEmail of the normal form: ${show(text)}`,
      (api) => api.normalizeEmail(expected),
      expected,
    ),
  ),
  ...badEmails.map(([text, message]) =>
    refusal(
      `normalizeEmail ${show(text)}`,
      (api) => api.normalizeEmail(text),
      "invalid_email",
      "email",
      message,
    ),
  ),
  ...numbers.map(([text, country, expected]) =>
    value(
      `normalizePhoneNumber ${text} ${country}`,
      (api) => api.normalizePhoneNumber(text, { country }),
      expected,
    ),
  ),
  ...badNumbers.map(([text, country, message]) =>
    refusal(
      `normalizePhoneNumber ${show(text)} ${country}`,
      (api) => api.normalizePhoneNumber(text, { country }),
      "invalid_phone_number",
      "phoneNumber",
      message,
    ),
  ),
  ...["XX", "us", "USA", "", "U", "1", "DE ", "DE\n", "\u1e9e", "U\u017f"].map((country) =>
    refusal(
      `the country ${show(country)}`,
      (api) => api.normalizePhoneNumber("+15005550006", { country }),
      "invalid_option",
      "country",
      "country must be the ISO code of a country, such as US",
    ),
  ),
  value(
    "normalizePhoneNumber without options",
    (api) => api.normalizePhoneNumber("+15005550006"),
    "+15005550006",
  ),
  ...suggestions.map(([text, expected]) =>
    value(`suggestEmail ${show(text)}`, (api) => api.suggestEmail(text), expected),
  ),
];
