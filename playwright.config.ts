import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "./scripts/chromium.mjs";

export default defineConfig({
  testDir: "web/e2e",
  // Walks take minutes and have a command of their own.
  testMatch: process.env.WALKS ? "**/*.walk.ts" : "**/*.spec.ts",
  outputDir: "test-results",
  // One relay, one fake microphone and one software renderer at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  // Machines are shared and slow; what never comes is still noticed.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  use: {
    viewport: { width: 800, height: 600 },
    permissions: ["microphone"],
    trace: "retain-on-failure",
    launchOptions: { executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS },
  },
});
