import { existsSync, realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { configDefaults, defineConfig } from "vitest/config";
import { CHROMIUM_FLAGS, findChromium } from "./scripts/chromium.mjs";
import { opusRecorderEsm } from "./web/vite/opus-recorder-esm.ts";
import { utilities } from "./web/vite/utilities.ts";

const BROWSER_TESTS = "**/*.browser.test.{ts,tsx}";
const OUTSIDE = [...configDefaults.exclude, "web/e2e/**", "**/.cache/**", "data/**"];

/** SharedArrayBuffer exists only in a cross-origin isolated page. */
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Recorded speech that lies beside the repository; as a link it is served from where it leads. */
const SPEECH = "../shared/speech";
const served = [".", ...(existsSync(SPEECH) ? [SPEECH, realpathSync(SPEECH)] : [])];

const executablePath = findChromium();

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          // Much of it waits for servers, processes and disks: as many files at once as there are processors, at least two.
          maxWorkers: Math.max(2, availableParallelism()),
          // No test changes what its process shares (modules, globals, environment) without giving it back, and a module that
          // several files import registers hooks in a function: it is run once, and hooks belong to the file that calls.
          isolate: false,
          setupFiles: ["./web/src/history/testing/fresh-record.ts"],
          // Machines are shared and slow; what never comes is still noticed.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          include: ["**/*.test.{ts,tsx}"],
          exclude: [...OUTSIDE, BROWSER_TESTS],
        },
      },
      {
        plugins: [opusRecorderEsm(), utilities()],
        server: { headers: isolation, fs: { allow: served } },
        worker: { format: "es", plugins: () => [opusRecorderEsm()] },
        optimizeDeps: {
          exclude: ["opus-recorder"],
          include: ["onnxruntime-web/wasm", "@ricky0123/vad-web", "comlink", "opus-decoder", "radix-ui"],
        },
        test: {
          name: "browser",
          include: [BROWSER_TESTS],
          exclude: OUTSIDE,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: "chromium" }],
            provider: playwright({
              launchOptions: { args: CHROMIUM_FLAGS, ...(executablePath === undefined ? {} : { executablePath }) },
              contextOptions: { permissions: ["microphone"] },
            }),
          },
        },
      },
    ],
  },
});
