/** A function, or the body of one, as the source of an asynchronous WebDriver script that reports how it ended. */
export function wrap(script, before = "") {
  const body = typeof script === "function" ? `return (${script}).apply(null, arguments);` : script;
  return `${before}
    const done = arguments[arguments.length - 1];
    (async function () { ${body}
    }).apply(null, Array.prototype.slice.call(arguments, 0, -1)).then(
      (value) => done({ value }),
      (error) => done({ error: (${describe})(error) }),
    );`;
}

/** The value that a wrapped script ended with; its error is thrown as a page error. */
export function unwrap({ value, error }) {
  if (!error) return value;
  const { name, message, stack, own } = error;
  throw Object.assign(new Error(message), own, { name, pageStack: stack });
}

/** Runs in the page: serializes a thrown value. Own fields are included if JSON can represent them. */
function describe(error) {
  if (typeof error !== "object" || error === null) return { name: "Thrown", message: String(error) };
  let own = {};
  try {
    own = JSON.parse(JSON.stringify({ ...error, ...(error.code === undefined ? {} : { code: error.code }) }));
  } catch {
    // a cycle, or a field that refuses to be read
  }
  return { name: String(error.name), message: String(error.message), stack: String(error.stack), own };
}

/**
 * Calls `attempt` until it answers with something truthy, and returns that. An error counts as "not yet"; the last one
 * is the cause of the error at the end.
 *
 * @template T
 * @param {() => T | Promise<T>} attempt
 * @param {{timeout?: number, interval?: number, message?: string}} [options] `timeout` and `interval` in ms
 * @returns {Promise<T>}
 */
export async function eventually(attempt, { timeout = 5000, interval = 50, message = String(attempt) } = {}) {
  const end = performance.now() + timeout;
  for (;;) {
    let value;
    let cause;
    try {
      value = await attempt();
      if (value) return value;
    } catch (error) {
      cause = error;
    }
    if (performance.now() > end) {
      const last = cause ? `it threw ${cause}` : `it was ${JSON.stringify(value)}`;
      throw new Error(`not within ${timeout} ms: ${message} (at last ${last})`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
}

/** Rejects if `promise` has not settled within the given number of milliseconds. */
export async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms / 1000} s`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
