import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "./scripts/chromium.mjs";

/** What listens to the loudspeaker or times the mouth has the machine to itself. */
const LISTENING = /(?:voice|mouth)\.spec\.ts$/;

/** Walks take minutes and have a command of their own. */
const isWalk = Boolean(process.env.WALKS);

export default defineConfig({
  testDir: "web/e2e",
  testMatch: isWalk ? "**/*.walk.ts" : "**/*.spec.ts",
  outputDir: "test-results",
  // Each file has a relay and a browser of its own, and mostly waits for speech to end.
  workers: 3,
  fullyParallel: false,
  projects: [
    { name: "pages", testIgnore: LISTENING },
    { name: "voice", testMatch: LISTENING, workers: 1 },
  ],
  forbidOnly: true,
  // Machines are shared and slow; what never comes is still noticed.
  timeout: isWalk ? 600_000 : 180_000,
  expect: { timeout: isWalk ? 90_000 : 45_000 },
  use: {
    viewport: { width: 800, height: 600 },
    permissions: ["microphone"],
    trace: "retain-on-failure",
    launchOptions: { executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS },
  },
});
