// Requests without a response: servers that hang, broken connections, aborts.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { before, test } from "node:test";
import * as api from "back-in-stock";
import {
  accepted,
  ann,
  client,
  collectGarbage,
  errorDocument,
  fails,
  noUnhandledRejections,
  scripted,
  sleep,
  until,
} from "./helpers.mjs";

const check = noUnhandledRejections();
before(() => api.init());

/** It settles in good time: after its timeout, and not much later. */
async function inTime(timeout, promise) {
  const start = performance.now();
  const value = await promise;
  const took = performance.now() - start;
  assert.ok(took > timeout - 20 && took < timeout + 400, `${took} ms`);
  return value;
}

test("a server that never answers", async (t) => {
  const server = await scripted(t, () => {});
  const error = await inTime(150, fails(client(server.url, { timeout: 150 }).subscribe(ann), "timeout"));
  assert.equal(error.retryable, true);
  await until(() => server.requests[0].closed);
});

test("a body that hangs after its headers", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(400).write('{"errors":['));
  await inTime(150, fails(client(server.url, { timeout: 150 }).subscribe(ann), "timeout"));
  await until(() => server.requests[0].closed);
});

test("a body that drips for ever", async (t) => {
  const server = await scripted(t, (_, response) => {
    response.writeHead(400);
    const drip = setInterval(() => response.write("x"), 10);
    response.on("close", () => clearInterval(drip));
  });
  await inTime(200, fails(client(server.url, { timeout: 200 }).subscribe(ann), "timeout"));
  await until(() => server.requests[0].closed);
});

test("a body that gushes for ever is cut off", async (t) => {
  const server = await scripted(t, (_, response) => {
    response.writeHead(400);
    const pour = () => {
      while (!response.destroyed && response.write("x".repeat(65_536)));
    };
    response.on("drain", pour);
    pour();
  });
  await fails(client(server.url).subscribe(ann), "rejected", { status: 400 });
  await until(() => server.requests[0].closed);
});

test("202 does not wait for its body", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(202).write("x"));
  assert.deepEqual(await client(server.url, { timeout: 2000 }).subscribe(ann), accepted);
  await until(() => server.requests[0].closed);
});

test("nobody listens", async (t) => {
  const server = await scripted(t);
  await new Promise((resolve) => server.server.close(resolve));
  const error = await fails(client(server.url).subscribe(ann), "network");
  assert.equal(error.retryable, true);
});

test("a refusal whose words break off is still that refusal", async (t) => {
  const text = `HTTP/1.1 400 Bad Request\r\ncontent-length: 1000\r\n\r\n${errorDocument("invalid").slice(0, 30)}`;
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 10)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const shop = client(`http://127.0.0.1:${server.address().port}`);
  await fails(shop.subscribe(ann), "rejected", { status: 400 });
});

for (const [when, text] of [
  ["at once", ""],
  ["in the headers", "HTTP/1.1 202 Acc"],
  ["with another protocol", "SSH-2.0-OpenSSH\r\n\r\n"],
]) {
  test(`the connection breaks ${when}`, async (t) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        text
          ? socket.write(text, () => setTimeout(() => socket.resetAndDestroy(), 10))
          : socket.resetAndDestroy(),
      );
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    await fails(client(`http://127.0.0.1:${server.address().port}`).subscribe(ann), "network");
  });
}

const reasons = {
  text: "enough",
  undefined: undefined,
  error: new RangeError("mine"),
  object: { a: 1 },
  null: null,
  number: 5,
};

for (const [kind, reason] of Object.entries(reasons)) {
  test(`abort with ${kind} before the call`, async (t) => {
    const server = await scripted(t);
    const error = await fails(
      client(server.url).subscribe(ann, { signal: AbortSignal.abort(reason) }),
      "aborted",
    );
    assert.equal(error.retryable, false);
    await sleep(30);
    assert.equal(server.requests.length, 0);
    await check();
  });

  test(`abort with ${kind} in the same turn`, async (t) => {
    const server = await scripted(t);
    const stop = new AbortController();
    const outcome = client(server.url).subscribe(ann, { signal: stop.signal });
    stop.abort(reason);
    await fails(outcome, "aborted");
    await sleep(30);
    assert.equal(server.requests.length, 0);
    await check();
  });

  test(`abort with ${kind} while the server thinks`, async (t) => {
    const server = await scripted(t, () => {});
    const stop = new AbortController();
    const outcome = client(server.url).subscribe(ann, { signal: stop.signal });
    await until(() => server.requests.length);
    stop.abort(reason);
    await fails(outcome, "aborted");
    await until(() => server.requests[0].closed);
    await check();
  });

  test(`abort with ${kind} in the body`, async (t) => {
    const server = await scripted(t, (_, response) => response.writeHead(400).write("{"));
    const stop = new AbortController();
    const outcome = client(server.url).subscribe(ann, { signal: stop.signal });
    await until(() => server.requests.length);
    await sleep(30);
    stop.abort(reason);
    await fails(outcome, "aborted");
    await until(() => server.requests[0].closed);
  });

  test(`abort with ${kind} afterwards`, async (t) => {
    const server = await scripted(t);
    const stop = new AbortController();
    assert.deepEqual(await client(server.url).subscribe(ann, { signal: stop.signal }), accepted);
    stop.abort(reason);
    await check();
  });
}

test("an aborted call never reaches fetch", async (t) => {
  const fetch = t.mock.method(globalThis, "fetch", async () => new Response(null, { status: 202 }));
  const server = await scripted(t);
  await fails(client(server.url).subscribe(ann, { signal: AbortSignal.abort() }), "aborted");
  assert.equal(fetch.mock.callCount(), 0);
});

test("an abort reaches the connection, whatever was collected in between", async (t) => {
  const server = await scripted(t, (_, response) => response.writeHead(400).write("{"));
  const stop = new AbortController();
  const outcome = fails(client(server.url).subscribe(ann, { signal: stop.signal }), "aborted");
  await until(() => server.requests.length);
  await collectGarbage();
  stop.abort();
  await outcome;
  await until(() => server.requests[0].closed);
});

test("signals get no listener for good", async (t) => {
  const server = await scripted(t);
  const { signal } = new AbortController();
  const add = t.mock.method(signal, "addEventListener");
  const remove = t.mock.method(signal, "removeEventListener");
  await client(server.url).subscribe(ann, { signal });
  await sleep(5);
  assert.equal(add.mock.callCount(), 1);
  assert.deepEqual(remove.mock.calls[0].arguments, add.mock.calls[0].arguments.slice(0, 2));
});
