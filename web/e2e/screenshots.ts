/**
 * Pictures of the running app for a person to look at; no test. `node --import tsx web/e2e/screenshots.ts FOLDER [NAME]`:
 * those whose names begin with NAME, such as `tablet-ja-dark`; all of them without. docs/talk.png is
 * `tablet-en-light-speaking`.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import { createEmbeddedTts } from "@hisho/providers/tts/embedded.ts";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { hideRenderer, settled } from "./looking.ts";
import { openBrowser, withPauses } from "./microphone.ts";
import { startRelay } from "./relay.ts";
import { indexPolicy, type Language, POLICY } from "./travel-policy.ts";
import { type } from "./typing.ts";

const FRAMES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true },
  tablet: { viewport: { width: 1180, height: 820 }, deviceScaleFactor: 1.25 },
  kiosk: { viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
} as const satisfies Record<string, BrowserContextOptions>;
const LOCALES: Record<Language, string> = { ja: "ja-JP", en: "en-US", ko: "ko-KR" };
const OPEN_MOUTH =
  '[data-mouth^="0.3"],[data-mouth^="0.4"],[data-mouth^="0.5"],[data-mouth^="0.6"],[data-mouth^="0.7"]';
const PATIENCE_MS = 120_000;

const inPhase = (page: Page, phase: string): Promise<void> =>
  page.locator(`.desk[data-light="${phase}"]`).waitFor({ state: "attached", timeout: PATIENCE_MS });

/** The English question as a person would ask it, twice, with time for the answer. */
async function spokenQuestion(): Promise<Recording> {
  const weightsDirectory = fileURLToPath(new URL("../../models/weights", import.meta.url));
  const tts = createEmbeddedTts({ weightsDirectory });
  const { signal } = new AbortController();
  await tts.prepare(signal);
  const said: Recording[] = [];
  for await (const chunk of tts.speak({ text: POLICY.en.question, language: "en-US" }, signal)) said.push(chunk);
  await tts.close();
  const question = withPauses(said, []);
  return withPauses([question, question], [4, 40, 120]);
}

/** In the order in which a person would see them. */
async function takeAll(page: Page, url: string, language: Language, shoot: (name: string) => Promise<void>) {
  const speaking = async (): Promise<void> => {
    await inPhase(page, "speaking");
    await page.locator(OPEN_MOUTH).waitFor({ state: "attached" });
    await shoot("speaking");
    await inPhase(page, "listening");
  };
  await page.goto(`${url}/?probe`);
  await page.locator("[data-mouth]").waitFor({ state: "attached", timeout: PATIENCE_MS });
  await page.locator(".at-rest").waitFor();
  await shoot("rest");
  await page.locator(".talk-key").click();
  if (language === "en") {
    await speaking();
    await page.locator(".caption-text[data-who=person]").waitFor({ timeout: PATIENCE_MS });
    await shoot("hearing");
    await inPhase(page, "listening");
  } else {
    await page.locator(".problem").waitFor({ timeout: PATIENCE_MS });
    await shoot("problem");
    await type(page, POLICY[language].question);
    await page.locator("[data-source]").first().waitFor({ timeout: PATIENCE_MS });
    await shoot("typing");
    await inPhase(page, "listening");
    await page.locator("main textarea").press("Escape");
    await page.locator("[data-place=again]").click({ timeout: PATIENCE_MS });
    await speaking();
  }
  await page.locator("[data-source] button").first().click();
  await page.getByRole("dialog").waitFor();
  await shoot("passage");
  await page.keyboard.press("Escape");
  await page.locator("[data-place=menu]").click();
  await page.getByRole("dialog").waitFor();
  await shoot("menu");
  await page.keyboard.press("Escape");
  await page.goto(`${url}/?probe#/history`);
  await page.locator(".history-row").first().waitFor();
  await shoot("history");
  await page.goto(`${url}/?probe#/settings`);
  await page.locator(".settings").waitFor();
  await shoot("settings");
  await page.goto(`${url}/?probe#/settings/connections`);
  await shoot("connections");
}

const [folder, wanted = ""] = process.argv.slice(2);
if (folder === undefined) throw new Error("name the folder that takes the pictures");
await mkdir(folder, { recursive: true });
const spoken = await spokenQuestion();
const relay = await startRelay();
try {
  for (const policy of Object.values(POLICY)) await indexPolicy(relay.url, policy);
  for (const [frame, shape] of Object.entries(FRAMES)) {
    for (const language of ["ja", "en", "ko"] as const) {
      for (const colorScheme of ["light", "dark"] as const) {
        const name = `${frame}-${language}-${colorScheme}`;
        if (!name.startsWith(wanted)) continue;
        const browser = await openBrowser(language === "en" ? spoken : undefined, {
          context: { ...shape, colorScheme, locale: LOCALES[language] },
        });
        const page = await browser.context.newPage();
        await page.addInitScript(hideRenderer);
        const shoot = async (moment: string): Promise<void> => {
          await page.evaluate(settled);
          await page.screenshot({ path: path.join(folder, `${name}-${moment}.png`) });
          process.stdout.write(`${name}-${moment}\n`);
        };
        await takeAll(page, relay.url, language, shoot).catch(async (error: unknown) => {
          await shoot("stuck");
          process.stderr.write(`${name}: ${error}\n`);
        });
        await browser.close();
      }
    }
  }
} finally {
  await relay.stop();
}
