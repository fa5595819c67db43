import assert from "node:assert/strict";

/** Elements that have no end tag. */
const VOID = new Set(["br", "hr", "img", "input", "link", "meta"]);

const TOKEN = /<!doctype html>|<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*>|([^<>]+)/gy;
const ATTRIBUTE = /([a-zA-Z-]+)(?:="([^"]*)")?/g;
const ENTITY = /&(?!(?:amp|lt|gt|quot|#39);)/;

/**
 * Refuses a page that a browser would have to repair: a tag that is not closed or not open, an attribute given
 * twice or unquoted, an id given twice, a bare `<`, `>` or `&`, and whatever the content security policy would
 * block: handlers, styles and scripts within the page.
 * @param {string} page
 */
export function assertWellFormed(page) {
  /** @type {string[]} */
  const open = [];
  /** @type {Set<string>} */
  const ids = new Set();
  let end = 0;
  for (const [token, slash, name, attributes, text] of page.matchAll(TOKEN)) {
    end += token.length;
    assert.doesNotMatch(text ?? attributes ?? "", ENTITY);
    if (name && slash) assert.equal(open.pop(), name, `</${name}> closes another element`);
    if (!name || slash) continue;
    checkAttributes(name, attributes ?? "", ids);
    if (name === "script") assert.match(attributes ?? "", / src="/, "a script within the page");
    assert.notEqual(name, "style", "a style within the page");
    if (!VOID.has(name)) open.push(name);
  }
  assert.equal(end, page.length, `malformed near: ${page.slice(end, end + 80)}`);
  assert.deepEqual(open, [], "elements that are never closed");
}

/**
 * @param {string} element
 * @param {string} attributes
 * @param {Set<string>} ids
 */
function checkAttributes(element, attributes, ids) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const [, name = "", value = ""] of attributes.matchAll(ATTRIBUTE)) {
    assert.ok(!names.has(name), `<${element}> has two attributes ${name}`);
    assert.doesNotMatch(name, /^(?:on[a-z]+|style)$/, `<${element}> has the attribute ${name}`);
    if (name === "id") assert.ok(!ids.has(value), `two elements have the id ${value}`);
    if (name === "id") ids.add(value);
    names.add(name);
  }
}
