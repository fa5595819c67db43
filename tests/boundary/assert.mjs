// What the boundary's cases check with. It needs nothing of its environment, so that a page can run it.

/** Values that say the same: plain data, compared member by member, own enumerable ones only. */
function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return (
    Array.isArray(a) === Array.isArray(b) &&
    left.length === right.length &&
    left.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  );
}

/** Shortens long texts for reports. */
function show(value) {
  const text = typeof value === "string" ? JSON.stringify(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 600 ? `${text.slice(0, 600)}… (${text.length})` : text;
}

function fail(message) {
  throw new Error(message);
}

export const assert = {
  ok(value, message) {
    if (!value) fail(message);
  },

  equal(actual, expected, message = "differs") {
    if (!same(actual, expected)) fail(`${message}: ${show(actual)}, not ${show(expected)}`);
  },

  /** The call throws a `BackInStockError` of this code, and with all the rest that is given. */
  refused(api, call, code, field, message) {
    let value;
    try {
      value = call(api);
    } catch (error) {
      const what = `${error?.name}: ${error?.message}`;
      if (!(error instanceof api.BackInStockError)) fail(`another kind of error: ${what}`);
      assert.ok(error instanceof Error, "no Error");
      assert.equal(error.name, "BackInStockError", "name");
      assert.equal([error.code, error.field], [code, field], `code and field (${what})`);
      if (message !== undefined) assert.equal(error.message, message, "message");
      assert.ok(error.message.length > 5 && error.message.length < 300, `message: ${what}`);
      assert.equal(error.retryable, false, "retryable");
      assert.equal([error.status, error.errors], [undefined, undefined], "status and errors");
      assert.ok(String(error.stack).includes("BackInStockError") || String(error.stack), "no stack");
      return error;
    }
    return fail(`not refused, gave ${show(value)}`);
  },
};

/** A case that is a refusal. */
export const refusal = (name, call, code, field, message) => ({
  name: `refused: ${name}`,
  run: (api, assert) => assert.refused(api, call, code, field, message),
});

/** A case that is a value. */
export const value = (name, call, expected) => ({
  name,
  run: (api, assert) => assert.equal(call(api), expected),
});

export const client = { audience: "client", companyId: "ABC123" };
export const server = { audience: "server", privateKey: "pk_0123456789" };
export const ann = { variant: "SKU-1", profile: { email: "ann@example.com" } };

/** Builds with something else than a good request and good options. */
export const build =
  (request, options = {}) =>
  (api) =>
    api.buildRequest({ ...ann, ...request }, { ...client, ...options });

/** Extracts the profile and the variant from a request's document. */
export function said({ body }) {
  const { attributes, relationships } = body.data;
  const { id, attributes: profile } = attributes.profile.data;
  return {
    variant: relationships.variant.data.id,
    channels: attributes.channels,
    ...(id === undefined ? {} : { id }),
    ...profile,
  };
}
