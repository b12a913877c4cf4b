/** The page on which the character is measured, in a browser of its own (web/src/avatar/testing/rehearsal.tsx). */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type CDPSession, chromium, type Page } from "@playwright/test";
import react from "@vitejs/plugin-react";
import { build, preview } from "vite";
import { CHROMIUM_FLAGS, ensureChromium } from "../../scripts/chromium.mjs";

export interface Held {
  geometries: number;
  textures: number;
  programs: number;
  frame: number;
  rung: string;
}

export interface Drawn {
  calls: number;
  triangles: number;
}

export type FrameKind = "empty" | "figure" | "outlined" | "motion";

/** What the page offers. */
interface Rehearsal {
  /** ms of each frame, the picture finished; `motion` is drawn nowhere. */
  time(kind: FrameKind, frames: number): Promise<number[]>;
  frames(count: number): Promise<void>;
  facts(): Promise<{ outlined: Drawn; plain: Drawn; meshes: number; bones: number; springs: number }>;
  /** Begins the whole stage in its talk. */
  talk(): void;
  /** The same as a graphics card draws it, between the marks `begin` and `shown`. */
  start(): Promise<void>;
  /** Null before the stage stands. */
  held(): Held | null;
}

declare global {
  interface Window {
    rehearsal: Rehearsal;
  }
}

type Called<Methods> = {
  [Name in keyof Methods]: Methods[Name] extends (...given: infer Given) => infer Result
    ? (...given: Given) => Promise<Awaited<Result>>
    : never;
};

export interface Stage extends Called<Rehearsal> {
  page: Page;
  devtools: CDPSession;
  /** Errors and warnings of the page's console since it was opened. */
  complaints: string[];
  close(): Promise<void>;
}

/** A library's own word about itself, and what software graphics say of reading a pixel. */
const HARMLESS = /GPU stall|THREE\.Clock|React DevTools|^\[vite\]|favicon/;
const PATIENCE_MS = 120_000;

/** Scripts of the page by whose they are: a profile tells them apart by name. */
export const OWN_SCRIPT = "character";
export const LIBRARY_SCRIPT = "libraries";
/** Calls of three-vrm and nothing else: V8 inlines the library there, and counts what that allocates for the caller. */
export const BORDER_SCRIPT = "border";

/** The page as people get it, but readable: without the development tools of React, which keep what they measure. */
async function buildPage(root: string, outDir: string): Promise<void> {
  const groups = [
    { name: LIBRARY_SCRIPT, test: /node_modules/, priority: 2 },
    { name: BORDER_SCRIPT, test: /src\/avatar\/model-update/, priority: 2 },
    { name: OWN_SCRIPT, test: /src\/avatar\/(?!testing\/)/, priority: 1 },
  ];
  await build({
    ...{ configFile: false, root, logLevel: "error", plugins: [react()] },
    build: {
      ...{ outDir, minify: false, target: "es2022", chunkSizeWarningLimit: Number.POSITIVE_INFINITY },
      rolldownOptions: { input: path.join(root, "avatar-rehearsal.html"), output: { codeSplitting: { groups } } },
    },
  });
}

/** The page of a checkout, built and served. */
export interface Rehearsing {
  url: string;
  close(): Promise<void>;
}

/** @param checkout the root of another working tree of this repository */
export async function serveRehearsal(checkout?: string): Promise<Rehearsing> {
  const root = checkout === undefined ? fileURLToPath(new URL("..", import.meta.url)) : path.resolve(checkout, "web");
  const outDir = await mkdtemp(path.join(tmpdir(), "hisho-stage-"));
  await buildPage(root, outDir);
  const server = await preview({ configFile: false, root, build: { outDir }, preview: { port: 0 }, logLevel: "error" });
  return {
    // Probed, the stage goes no lower than half of its frames: a picture that stands still would have nothing to measure.
    url: new URL("/avatar-rehearsal.html?probe", server.resolvedUrls?.local[0]).href,
    close: async () => {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

/** The page in a browser of its own, which knows nothing of an earlier one. */
export async function openRehearsal(url: string): Promise<Stage> {
  const browser = await chromium.launch({ executablePath: ensureChromium(() => undefined), args: CHROMIUM_FLAGS });
  const close = (): Promise<void> => browser.close();
  try {
    const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
    const complaints: string[] = [];
    page.on("console", (message) => {
      const isComplaint = message.type() === "error" || message.type() === "warning";
      if (isComplaint && !HARMLESS.test(message.text()) && !HARMLESS.test(message.location().url))
        complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(url);
    await page.waitForFunction(() => "rehearsal" in window, undefined, { timeout: PATIENCE_MS });
    const devtools = await page.context().newCDPSession(page);
    return {
      ...{ page, devtools, complaints, close },
      time: (kind, frames) => page.evaluate(([of, n]) => window.rehearsal.time(of, n), [kind, frames] as const),
      frames: (count) => page.evaluate((n) => window.rehearsal.frames(n), count),
      facts: () => page.evaluate(() => window.rehearsal.facts()),
      talk: () => page.evaluate(() => window.rehearsal.talk()),
      start: () => page.evaluate(() => window.rehearsal.start()),
      held: () => page.evaluate(() => window.rehearsal.held()),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function openStage(): Promise<Stage> {
  const rehearsing = await serveRehearsal();
  try {
    const stage = await openRehearsal(rehearsing.url);
    const close = async (): Promise<void> => {
      await stage.close();
      await rehearsing.close();
    };
    return { ...stage, close };
  } catch (error) {
    await rehearsing.close();
    throw error;
  }
}
