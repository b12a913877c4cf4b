import { defineConfig } from "@playwright/test";
import { CHROMIUM_FLAGS, ensureChromium } from "./scripts/chromium.mjs";

export default defineConfig({
  testDir: "web/e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  // One relay, one fake microphone and one software renderer at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  use: {
    viewport: { width: 800, height: 600 },
    permissions: ["microphone"],
    trace: "retain-on-failure",
    launchOptions: { executablePath: ensureChromium(() => {}), args: CHROMIUM_FLAGS },
  },
});
