import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type FetchRules, fetchPage } from "./fetch-page.ts";
import { isPublicAddress } from "./public-address.ts";

const SIGNAL = new AbortController().signal;
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const serve = async (listener: RequestListener): Promise<number> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
};

/** This machine stands for the public internet; everything else is as it is. */
const rules = (over: Partial<FetchRules> = {}): FetchRules => ({
  maxBytes: 1000,
  timeoutMs: 5000,
  lookup: async () => [{ address: "127.0.0.1", family: 4 }],
  isAllowed: (address) => address === "127.0.0.1" || isPublicAddress(address),
  ...over,
});

const plain: RequestListener = (_request, response) => {
  response.setHeader("Content-Type", 'text/plain; charset="shift_jis"');
  response.end("words");
};

describe("fetching a page", () => {
  it("gives its bytes, its address and the encoding it names", async () => {
    const port = await serve(plain);
    const page = await fetchPage(`http://example.test:${port}/a`, rules(), SIGNAL);
    expect(Buffer.from(page.bytes).toString()).toBe("words");
    expect(page).toMatchObject({ url: `http://example.test:${port}/a`, charset: "shift_jis" });
  });

  it("follows redirects to where it may go, and not for ever", async () => {
    const port = await serve((request, response) => {
      if (request.url === "/end") return plain(request, response);
      response.writeHead(302, { Location: request.url === "/start" ? "end" : "/loop" }).end();
    });
    expect((await fetchPage(`http://a.test:${port}/start`, rules(), SIGNAL)).url).toBe(`http://a.test:${port}/end`);
    await expect(fetchPage(`http://a.test:${port}/loop`, rules(), SIGNAL)).rejects.toMatchObject({
      reason: "redirects",
    });
  });

  it("connects to the address that was checked, whatever the name answers later", async () => {
    const port = await serve(plain);
    let asked = 0;
    const lookup: FetchRules["lookup"] = async () => {
      asked += 1;
      return [{ address: asked === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }];
    };
    await fetchPage(`http://rebind.test:${port}/`, rules({ lookup }), SIGNAL);
    expect(asked).toBe(1);
  });

  const PRIVATE = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://１２７.０.０.１/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://255.255.255.255/",
    "http://224.0.0.1/",
  ];
  for (const url of PRIVATE) {
    it(`refuses ${url}`, async () => {
      await expect(fetchPage(url, { maxBytes: 1000 }, SIGNAL)).rejects.toMatchObject({ reason: "private" });
    });
  }

  it("refuses a name when any of its addresses is private", async () => {
    for (const address of ["10.0.0.1", "::1", "::ffff:192.168.1.1", "fe80::1"]) {
      const lookup: FetchRules["lookup"] = async () => [
        { address: "93.184.216.34", family: 4 },
        { address, family: address.includes(":") ? 6 : 4 },
      ];
      await expect(fetchPage("http://sneaky.test/", { maxBytes: 1000, lookup }, SIGNAL)).rejects.toMatchObject({
        reason: "private",
      });
    }
  });

  it("refuses a redirect to a private address, by number and by name", async () => {
    for (const location of ["http://[::1]/", "http://10.0.0.1/", "//inside.test/", "http://0x7f000002/"]) {
      const port = await serve((_request, response) => response.writeHead(307, { Location: location }).end());
      const lookup: FetchRules["lookup"] = async (name) => [
        { address: name === "inside.test" ? "192.168.0.9" : "127.0.0.1", family: 4 },
      ];
      await expect(fetchPage(`http://a.test:${port}/`, rules({ lookup }), SIGNAL)).rejects.toMatchObject({
        reason: "private",
      });
    }
  });

  it("refuses other schemes, passwords and what is no address", async () => {
    for (const url of [
      "file:///etc/passwd",
      "ftp://a.test/",
      "data:text/plain,x",
      "http://me:secret@a.test/",
      "words",
      "",
    ]) {
      await expect(fetchPage(url, rules(), SIGNAL)).rejects.toMatchObject({ reason: "address" });
    }
  });

  it("refuses too much, announced or not", async () => {
    const announced = await serve((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": "5000" });
      response.end("x".repeat(5000));
    });
    const endless = await serve((_request, response) => {
      response.writeHead(200, { "Content-Type": "text/plain" });
      const more = (): void => {
        while (!response.destroyed && response.write("x".repeat(500))) {}
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    for (const port of [announced, endless]) {
      await expect(fetchPage(`http://a.test:${port}/`, rules(), SIGNAL)).rejects.toMatchObject({ reason: "too-large" });
    }
  });

  it("refuses what holds no text, what failed, and what is compressed unasked", async () => {
    const answer = (status: number, headers: Record<string, string>): Promise<number> =>
      serve((_request, response) => response.writeHead(status, headers).end("x"));
    const film = await answer(200, { "Content-Type": "video/mp4" });
    const missing = await answer(404, { "Content-Type": "text/plain" });
    const zipped = await answer(200, { "Content-Type": "text/plain", "Content-Encoding": "gzip" });
    await expect(fetchPage(`http://a.test:${film}/`, rules(), SIGNAL)).rejects.toMatchObject({ reason: "media-type" });
    await expect(fetchPage(`http://a.test:${missing}/`, rules(), SIGNAL)).rejects.toMatchObject({ reason: "status" });
    await expect(fetchPage(`http://a.test:${zipped}/`, rules(), SIGNAL)).rejects.toMatchObject({
      reason: "media-type",
    });
  });

  it("gives up on a server that never answers, and at once when aborted", async () => {
    const port = await serve(() => {});
    const url = `http://a.test:${port}/`;
    await expect(fetchPage(url, rules({ timeoutMs: 100 }), SIGNAL)).rejects.toMatchObject({ reason: "unreachable" });
    const abort = new AbortController();
    const reason = new Error("enough");
    const page = fetchPage(url, rules(), abort.signal);
    abort.abort(reason);
    await expect(page).rejects.toBe(reason);
  });

  it("says that a name is not known", async () => {
    const lookup: FetchRules["lookup"] = () => Promise.reject(new Error("ENOTFOUND"));
    await expect(fetchPage("http://a.test/", rules({ lookup }), SIGNAL)).rejects.toMatchObject({
      reason: "unreachable",
    });
  });
});
