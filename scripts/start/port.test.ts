import { createServer, type Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { portProblem } from "./port.mjs";

let holder: Server | undefined;
afterEach(() => new Promise<void>((done) => (holder === undefined ? done() : void holder.close(() => done()))));

it("says what to do when the port is taken, and nothing when it is free again", async () => {
  const server = createServer();
  holder = server;
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const { port } = address;
  expect(await portProblem("127.0.0.1", port)).toContain(`PORT=${port + 1} npm start`);
  await new Promise((closed) => server.close(closed));
  holder = undefined;
  expect(await portProblem("127.0.0.1", port)).toBeUndefined();
});

it("says that an address is not one of this machine", async () => {
  expect(await portProblem("192.0.2.1", 8080)).toContain("check HOST and PORT"); // RFC 5737: nobody's address
});
