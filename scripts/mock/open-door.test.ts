import { expect, it } from "vitest";
import { listen } from "../../providers/src/testing/servers/listen.ts";
import { openDoor } from "./open-door.ts";

it("passes requests on and breaks connections when it closes", async () => {
  const server = await listen((request, response) => {
    if (request.url === "/endless") response.write("so far");
    else request.pipe(response);
  });
  const door = await openDoor({ host: "127.0.0.1", port: 0 }, server.url);
  const url = `http://127.0.0.1:${door.port}`;
  const answer = await fetch(url, { method: "POST", body: "heard" });
  expect(await answer.text()).toBe("heard");

  const endless = await fetch(`${url}/endless`);
  await door.close();
  await expect(endless.text()).rejects.toThrow();
  await expect(fetch(url)).rejects.toThrow();
  await server.close();
});

it("hangs up where nobody listens behind it", async () => {
  const server = await listen(() => undefined);
  await server.close();
  const door = await openDoor({ host: "127.0.0.1", port: 0 }, server.url);
  await expect(fetch(`http://127.0.0.1:${door.port}`)).rejects.toThrow();
  await door.close();
});
