/** A newer build while a call is going on: the call goes on, the page is renewed after it, and what was said is there. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, request, type Server } from "node:http";
import { connect } from "node:net";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type } from "./typing.ts";

const UPDATES = 50;
/** So many of them come in the middle of a call; the others while nobody talks. */
const CALLS = 10;
const WORKER = "/sw.js";

let relay: RunningRelay;
let front: Server;
let browser: SpokenTo;
let url: string;
/** Of the build that is served: a service worker of other bytes is a newer one. */
let build = 0;

test.beforeAll(async () => {
  relay = await startRelay();
  front = serveBuilds(new URL(relay.url));
  await once(front.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(front.address() as { port: number }).port}`;
});
test.beforeEach(async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
});
test.afterEach(() => browser.close());
test.afterAll(async () => {
  front.closeAllConnections();
  front.close();
  await relay.stop();
});

/** The relay's page as of `build`, with its sockets. */
function serveBuilds({ hostname, port }: URL): Server {
  const server = createServer((asked, answer) => {
    const isWorker = asked.url === WORKER;
    const headers = isWorker ? unconditional(asked.headers) : asked.headers;
    const onward = request({ hostname, port, path: asked.url, method: asked.method, headers }, (came) => {
      const { "content-length": _length, etag: _tag, "last-modified": _modified, ...rest } = came.headers;
      answer.writeHead(came.statusCode ?? 502, isWorker ? rest : came.headers);
      came.on("end", () => answer.end(isWorker ? `\n// ${build}\n` : undefined));
      came.pipe(answer, { end: false });
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  });
  server.on("upgrade", (asked, socket, head) => {
    const onward = connect(Number(port), hostname, () => {
      const lines = Object.entries(asked.headers).map(([name, value]) => `${name}: ${value}`);
      onward.write([`GET ${asked.url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    socket.on("error", () => onward.destroy());
    onward.on("error", () => socket.destroy());
  });
  return server;
}

function unconditional(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { "if-none-match": _tag, "if-modified-since": _since, ...rest } = headers;
  return { ...rest, "accept-encoding": "identity" };
}

/** The app as its service worker gives it, with what breaks in it and how often it was loaded. */
async function openShell(): Promise<{ page: Page; faults: string[]; loads: () => number }> {
  const page = await browser.context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  let loads = 0;
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("load", () => {
    loads += 1;
  });
  await page.goto(url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.locator(".talk-key").waitFor();
  return { page, faults, loads: () => loads };
}

/** A newer build is there, and the browser has it ready. */
async function offerBuild(page: Page): Promise<void> {
  build += 1;
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting !== null);
}

/** The person looks elsewhere: another tab, or the home screen. */
const putAway = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => true });
    document.dispatchEvent(new Event("visibilitychange"));
  });

const stateWord = (page: Page) => page.locator(".state-word");

test(`of ${UPDATES} newer builds none breaks a load, and none that comes in a call interrupts it`, async () => {
  test.setTimeout(UPDATES * 60_000);
  const { page, faults, loads } = await openShell();
  for (let update = 1; update <= UPDATES; update += 1) {
    const before = loads();
    const isCall = update <= CALLS;
    if (isCall) {
      await page.keyboard.press("Space");
      await expect(stateWord(page)).toHaveText("Listening");
    }
    await offerBuild(page);
    if (isCall) {
      await putAway(page);
      await type(page, `What is ${update} times 2?`);
      await expect(page.locator(".caption")).toContainText(String(update * 2));
      await expect(stateWord(page)).toHaveText("Listening");
      // The page that talks is the page that talked.
      expect(loads()).toBe(before);
      await page.keyboard.press("Escape");
      await page.keyboard.press("m");
    } else await putAway(page);
    await expect.poll(loads).toBe(before + 1);
    await page.locator(".talk-key").waitFor();
  }
  await page.goto(`${url}/#/history`);
  for (let call = 1; call <= CALLS; call += 1) {
    await expect(page.locator(".history-row", { hasText: `What is ${call} times 2?` })).toBeVisible();
  }
  expect(faults).toEqual([]);
  process.stdout.write(`updates: ${UPDATES} taken in, ${CALLS} of them behind a call; ${faults.length} broken loads\n`);
});

test("a cache that has lost files, and one without a network, open the app and its history", async () => {
  const { page, faults } = await openShell();
  await type(page, "What is 6 times 7?");
  await expect(page.locator(".caption")).toContainText("42");
  await browser.context.setOffline(true);
  await page.goto(`${url}/#/history`);
  await page.reload();
  await expect(page.locator(".history-row", { hasText: "What is 6 times 7?" })).toBeVisible();
  await browser.context.setOffline(false);
  const lost = await page.evaluate(async () => {
    const [name = ""] = (await caches.keys()).filter((key) => key.includes("precache"));
    const cache = await caches.open(name);
    const files = (await cache.keys()).filter((_, index) => index % 2 === 0);
    await Promise.all(files.map((file) => cache.delete(file)));
    return files.length;
  });
  expect(lost).toBeGreaterThan(0);
  await page.reload();
  await expect(page.locator(".history-row", { hasText: "What is 6 times 7?" })).toBeVisible();
  expect(faults).toEqual([]);
});
