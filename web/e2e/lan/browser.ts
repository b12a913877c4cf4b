/** The same with a real browser that has the authority among those it trusts. */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import type { Page } from "@playwright/test";
import { openBrowser, WITHOUT_FIGURE, withPauses } from "../microphone.ts";
import { Traffic } from "../traffic.ts";
import { type } from "../typing.ts";

const PATIENCE_MS = 60_000;

/** A home directory in whose database (NSS, which Chromium reads on Linux) the authority is trusted for servers. */
async function homeThatTrusts(ca: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "hisho-home-"));
  const database = join(home, ".pki/nssdb");
  await mkdir(database, { recursive: true });
  await writeFile(join(home, "ca.pem"), ca);
  execFileSync("certutil", ["-d", `sql:${database}`, "-N", "--empty-password"]);
  execFileSync("certutil", ["-d", `sql:${database}`, "-A", "-t", "C,,", "-n", "hisho", "-i", join(home, "ca.pem")]);
  return home;
}

/** From the scanned code on the setup page to a spoken turn. Yields what it could do. */
export async function* browse(setup: string, code: string, ca: string, spoken: Recording): AsyncGenerator<string> {
  const home = await homeThatTrusts(ca);
  const browser = await openBrowser(withPauses([spoken], [4, 20]), {
    flags: WITHOUT_FIGURE,
    environment: { ...process.env, HOME: home } as Record<string, string>,
  });
  try {
    const page = await browser.context.newPage();
    const traffic = new Traffic(page);
    await page.goto(`${setup}/#pair=${code}`);
    await page.locator("section:not([hidden]) a[data-on]").click();
    await page.waitForURL(/^https:[^#]*$/, { timeout: PATIENCE_MS });
    await traffic.until(() => traffic.of("session_ready").length > 0);
    yield `Chromium, which trusts the authority, is led from the setup page to ${page.url()} and paired by the code`;
    await isolated(page);
    yield "there it has the microphone, shared memory and a service worker";
    await page.keyboard.press("Space");
    await traffic.until(() => traffic.of("turn_end").length > 0);
    yield `it hears "${traffic.of("transcript_final").at(-1)?.text}" and says "${answer(traffic)}"`;
    await type(page, "12 times 8");
    await traffic.until(() => answer(traffic)?.includes("96") === true);
    yield `it types, and reads "${answer(traffic)}"`;
  } finally {
    await browser.close();
    await rm(home, { recursive: true });
  }
}

const answer = (traffic: Traffic): string | undefined => traffic.of("assistant_text_final").at(-1)?.text;

async function isolated(page: Page): Promise<void> {
  const facts = await page.evaluate(async () => ({
    secure: isSecureContext,
    isolated: crossOriginIsolated,
    microphone: "mediaDevices" in navigator,
    worker: (await navigator.serviceWorker.ready).active !== null,
  }));
  if (Object.values(facts).includes(false)) throw new Error(`the page lacks something: ${JSON.stringify(facts)}`);
}
