/** The app as a system would install it, asked over the browser's own protocol; and what its first opening costs. */
import { get } from "node:http";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

const PHONE = { viewport: { width: 390, height: 844 }, locale: "en-US" } as const;
const APP_CODE = /\/assets\/app-.*\.js$/;
/** Before the character and the voice detector. */
const FIRST_LOAD_BYTES = 350 * 1024;

interface Picture {
  src: string;
  sizes: string;
  purpose?: string;
}
type Localized = Record<string, Record<string, string> | string>;
interface Manifest {
  name: string;
  icons: Picture[];
  screenshots: Picture[];
  shortcuts: (Localized & { url: string })[];
}

let relay: RunningRelay;
let browser: SpokenTo;
test.beforeAll(async () => {
  relay = await startRelay();
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
});
test.afterAll(async () => {
  await browser.close();
  await relay.stop();
});

/** Of every picture its size, and of each the share of pixels outside the circle that a mask leaves and unlike its corner. */
const look = (page: Page, sources: readonly string[]) =>
  page.evaluate(
    (all) =>
      Promise.all(
        all.map(async (src) => {
          const bitmap = await createImageBitmap(await (await fetch(src)).blob());
          const { width, height } = bitmap;
          const canvas = new OffscreenCanvas(width, height).getContext("2d")!;
          canvas.drawImage(bitmap, 0, 0);
          const { data } = canvas.getImageData(0, 0, width, height);
          let transparent = 0;
          let strange = 0;
          for (let y = 0; y < height; y += 1) {
            for (let x = 0; x < width; x += 1) {
              const at = 4 * (y * width + x);
              if (data[at + 3]! < 255) transparent += 1;
              if (Math.hypot(x - width / 2, y - height / 2) <= 0.4 * width) continue;
              if ([0, 1, 2].some((channel) => Math.abs(data[at + channel]! - data[channel]!) > 24)) strange += 1;
            }
          }
          return { src, size: `${width}x${height}`, transparent, strange };
        }),
      ),
    sources,
  );

test("the browser finds nothing against installing it, and every picture is what the manifest says", async () => {
  const page = await browser.context.newPage();
  await page.goto(relay.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const devtools = await browser.context.newCDPSession(page);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  // A window without a history cannot be installed into, whatever the page is.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const manifest = JSON.parse(data ?? "") as Manifest;
  const pictures = [...manifest.icons, ...manifest.screenshots];
  const seen = await look(
    page,
    pictures.map(({ src }) => src),
  );
  expect(seen.map(({ src, size }) => [src, size])).toEqual(pictures.map(({ src, sizes }) => [src, sizes]));
  const maskable = manifest.icons.find(({ purpose }) => purpose === "maskable")!;
  expect(seen.find(({ src }) => src === maskable.src)).toMatchObject({ transparent: 0, strange: 0 });
  await page.close();
});

test("what a system shows of the app is there in every language", async () => {
  const manifest = (await (await fetch(`${relay.url}/manifest.webmanifest`)).json()) as Manifest & Localized;
  const words = { en: /^[\x20-\x7e]+$/, ko: /\p{Script=Hangul}/u };
  const told = [manifest, ...manifest.shortcuts].flatMap((one) =>
    ["name", "short_name", "description"].filter((member) => member in one).map((member) => ({ one, member })),
  );
  expect(told.length).toBeGreaterThan(3);
  for (const { one, member } of told) {
    const others = one[`${member}_localized`];
    for (const [language, script] of Object.entries(words)) {
      expect((others as Record<string, string> | undefined)?.[language], `${member} of ${one.name}`).toMatch(script);
    }
  }
});

test("a shortcut opens what it names", async () => {
  const page = await browser.context.newPage();
  await page.goto(`${relay.url}/?launch=type`);
  await expect(page.locator("main textarea")).toBeFocused();
  expect(new URL(page.url()).search).toBe("");
  await page.close();
});

/** What goes over the network for an address: bytes of the body as it is sent. */
const transferred = (href: string) =>
  new Promise<{ href: string; bytes: number; encoding: string | undefined; caching: string | undefined }>(
    (resolve, reject) => {
      get(href, { headers: { "Accept-Encoding": "gzip" } }, (response) => {
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
        });
        const { "content-encoding": encoding, "cache-control": caching } = response.headers;
        response.once("end", () => resolve({ href, bytes, encoding, caching }));
      }).once("error", reject);
    },
  );

/** The files of the app, of its face, or with the words of a language, as the page names them for begin.js. */
const filesIn = (html: string, name: string): string[] => {
  const files = new RegExp(`data-${name}="([^"]+)"`).exec(html)?.[1]?.split(" ") ?? [];
  expect(files.length, name).toBeGreaterThan(0);
  return files;
};

test("the words of the person's language are fetched beside the app, and those of no other", async () => {
  const page = await browser.context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(relay.url);
  await page.locator(".talk-key").waitFor();
  const html = await (await fetch(relay.url)).text();
  expect(asked).toEqual(expect.arrayContaining(filesIn(html, "en")));
  for (const language of ["ja", "ko"]) for (const file of filesIn(html, language)) expect(asked).not.toContain(file);
  await page.close();
});

test("the room stands before the app has come, exactly where the app draws it, and only where the talk is what opens", async () => {
  const context = await browser.context.browser()!.newContext({ ...PHONE, serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    const room = page.locator("#room");
    const places = () =>
      page.evaluate(() =>
        [".stage-window", ".stage-poster", ".desk"].map((name) => {
          const { x, y, width, height } = document.querySelector(name)!.getBoundingClientRect();
          return [x, y, width, height].map(Math.round);
        }),
      );
    await page.route(APP_CODE, (route) => route.abort());
    for (const settings of ['{"theme":"dark"}', '{"theme":"dark","welcomed":true}']) {
      await page.goto(relay.url);
      await page.evaluate((kept) => localStorage.setItem("hisho.settings", kept), settings);
      await page.reload();
      await expect(room.locator(".stage-poster")).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
      const before = await places();
      await page.unroute(APP_CODE);
      await page.reload();
      await page.locator("main.talk").waitFor();
      await expect(room).toHaveCount(0);
      expect(await places(), settings).toEqual(before);
      await page.route(APP_CODE, (route) => route.abort());
    }
    for (const elsewhere of ["/#/history", "/?kiosk"]) {
      await page.goto("about:blank");
      await page.goto(relay.url + elsewhere);
      await expect(room).toBeHidden();
    }
    await page.evaluate(() => localStorage.setItem("hisho.settings", '{"avatar":"window"}'));
    await page.goto(relay.url);
    await expect(room.locator(".window")).toBeVisible();
    await expect(room.locator(".stage-poster")).toHaveCount(0);
  } finally {
    await context.close();
  }
});

test("the first opening costs no more than 350 kB before the character and the voice detector", async () => {
  const html = await (await fetch(relay.url)).text();
  const links = [...html.matchAll(/<(?:link|img)\b[^>]*?(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, href]) => href!);
  for (const name of ["app", "beside", "face", "ja"]) links.push(...filesIn(html, name));
  const sizes = await Promise.all(links.map((href) => transferred(relay.url + href)));
  for (const { href, bytes, encoding, caching } of sizes) {
    // A face and a picture are compressed by themselves, and what fits into a packet needs not be.
    if (!/\.(woff2|webp)$/.test(href) && bytes >= 1024) expect(encoding, href).toBe("gzip");
    expect(caching, href).toBe("public, max-age=31536000, immutable");
  }
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, (await transferred(relay.url)).bytes);
  process.stdout.write(`first load: ${(total / 1024).toFixed(0)} kB gzip in ${links.length} files\n`);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(FIRST_LOAD_BYTES);
});
