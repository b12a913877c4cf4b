/** A browser whose microphone plays a recording once, from the moment it is opened. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Recording, wavOf } from "@hisho/providers/testing/wav.ts";
import { type BrowserContext, type BrowserContextOptions, chromium } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";

/** For tests that look at no figure: without a graphics card, drawing one takes a core, and so does composing the page on one. */
export const WITHOUT_FIGURE: readonly string[] = ["--disable-3d-apis", "--disable-gpu"];

export interface SpokenTo {
  context: BrowserContext;
  close(): Promise<void>;
}

export interface BrowserOptions {
  /** Added to those of every browser test. */
  flags?: readonly string[];
  /** Left out of them. */
  withoutFlags?: readonly string[];
  /** Over a phone of an English speaker who has allowed the microphone. */
  context?: BrowserContextOptions;
  /** In place of this process's own. */
  environment?: Record<string, string>;
  /** The page is opened for the first time ever and takes its first steps; else they lie behind it. */
  firstRun?: boolean;
}

/** Recordings of one rate with the given silences, in s, before each and after the last. */
export function withPauses(recordings: readonly Recording[], pausesS: readonly number[]): Recording {
  const sampleRateHz = recordings[0]?.sampleRateHz ?? 16_000;
  const parts = recordings.flatMap(({ pcm }, i) => [new Float32Array((pausesS[i] ?? 0) * sampleRateHz), pcm]);
  parts.push(new Float32Array((pausesS[recordings.length] ?? 0) * sampleRateHz));
  const pcm = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    pcm.set(part, at);
    at += part.length;
  }
  return { pcm, sampleRateHz };
}

export async function openBrowser(spoken: Recording | undefined, options: BrowserOptions = {}): Promise<SpokenTo> {
  const { flags = [], withoutFlags = [], context: asked, environment, firstRun = false } = options;
  const folder = await mkdtemp(path.join(tmpdir(), "hisho-mic-"));
  const file = path.join(folder, "microphone.wav");
  await writeFile(file, wavOf(spoken ?? { pcm: new Float32Array(16_000), sampleRateHz: 16_000 }));
  const usual = [...CHROMIUM_FLAGS, `--use-file-for-fake-audio-capture=${file}%noloop`];
  const browser = await chromium.launch({
    executablePath: ensureChromium(() => {}),
    ...(environment === undefined ? {} : { env: environment }),
    args: [...usual.filter((flag) => !withoutFlags.includes(flag)), ...flags],
  });
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "en-US",
    timezoneId: "Asia/Tokyo",
    permissions: ["microphone"],
    ...asked,
  });
  if (!firstRun) {
    await context.addInitScript(() => {
      const key = "hisho.settings";
      // The empty page that a browser begins with has no storage.
      if (location.protocol === "about:") return;
      if (localStorage.getItem(key) === null) localStorage.setItem(key, '{"welcomed":true}');
    });
  }
  return {
    context,
    async close() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
