import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { EndpointProbe } from "./endpoint-probe.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function serve(statusOf: () => number | null) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    const status = statusOf();
    if (status !== null) response.writeHead(status).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/models`, server, asked };
}

it.each([
  [200, "ok"],
  [404, "ok"],
  [401, "down"],
  [503, "down"],
  [null, "degraded"],
])("calls an endpoint that answers %s %s", async (status, expected) => {
  const { url, asked } = await serve(() => status);
  const probe = new EndpointProbe({
    url,
    everyMs: 0,
    timeoutMs: status === null ? 30 : 5_000,
    headers: { Authorization: "Bearer k" },
  });
  expect(probe.health().status).toBe("preparing");
  await probe.start(live());
  expect(probe.health().status).toBe(expected);
  expect(asked).toEqual(["Bearer k"]);
});

it("asks again by itself until it is stopped", async () => {
  let status = 503;
  const { url, server } = await serve(() => status);
  const probe = new EndpointProbe({ url, everyMs: 5 });
  await probe.start(live());
  expect(probe.health().status).toBe("down");
  status = 200;
  // The second question after the change begins after the first was read.
  await once(server, "request");
  await once(server, "request");
  await once(server, "request");
  expect(probe.health().status).toBe("ok");
  await probe.stop();
});

it("remembers a failure of real use for a while, and forgets it on success", async () => {
  let nowMs = 0;
  const { url } = await serve(() => 200);
  const probe = new EndpointProbe({ url, everyMs: 0, clock: () => nowMs });
  await probe.start(live());
  const failure = { status: "degraded", reason: "the endpoint answered 429" } as const;
  probe.used(failure);
  expect(probe.health()).toEqual(failure);
  nowMs = 31_000;
  expect(probe.health()).toEqual({ status: "ok" });
  probe.used(failure);
  probe.used({ status: "ok" });
  expect(probe.health()).toEqual({ status: "ok" });
  probe.unreachable("nobody there");
  expect(probe.health()).toEqual({ status: "down", reason: "nobody there" });
  await probe.start(live());
  expect(probe.health()).toEqual({ status: "ok" });
});
