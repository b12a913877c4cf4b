import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { VitePWA } from "vite-plugin-pwa";
import { begin } from "./vite/begin.ts";
import { firstLoad } from "./vite/first-load.ts";
import { MANIFEST } from "./vite/manifest.ts";
import { opusRecorderEsm } from "./vite/opus-recorder-esm.ts";
import { precompress } from "./vite/precompress.ts";
import { utilities } from "./vite/utilities.ts";

/** Shared memory exists only in a cross-origin isolated page. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const module = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Where `vite` finds the relay. */
const RELAY = process.env.RELAY_URL || "http://127.0.0.1:8080";

/** The shell is there at once and offline; what is heavy is kept from its first use on. */
const offline = VitePWA({
  registerType: "prompt",
  injectRegister: false,
  manifest: MANIFEST,
  workbox: {
    importScripts: ["share-target.js", "alerts.js"],
    globPatterns: ["**/*.{js,css,html,woff2,svg}", "icons/*.{png,webp}", "assets/poster-*.webp"],
    maximumFileSizeToCacheInBytes: 4_000_000,
    navigateFallback: "index.html",
    navigateFallbackDenylist: [/^\/(api|ws|health|ready|metrics)(\/|$)/],
    cleanupOutdatedCaches: true,
    runtimeCaching: [
      {
        urlPattern: ({ url, sameOrigin }) => sameOrigin && /\.(wasm|onnx)$/.test(url.pathname),
        handler: "CacheFirst",
        options: { cacheName: "models", expiration: { maxEntries: 12 } },
      },
      {
        // Not named by its contents: shown at once, renewed behind.
        urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith(".vrm"),
        handler: "StaleWhileRevalidate",
        options: { cacheName: "avatars", expiration: { maxEntries: 4 } },
      },
    ],
  },
});

export default defineConfig({
  plugins: [opusRecorderEsm(), react(), utilities(), begin(), offline, precompress()],
  server: {
    headers: ISOLATION,
    proxy: {
      "/ws": { target: RELAY, ws: true },
      "/api": RELAY,
      "/ready": RELAY,
      "/health": RELAY,
    },
  },
  preview: { headers: ISOLATION },
  worker: { format: "es", plugins: () => [opusRecorderEsm()] },
  optimizeDeps: { exclude: ["opus-recorder"], include: ["onnxruntime-web/wasm", "@ricky0123/vad-web", "comlink"] },
  build: {
    rolldownOptions: {
      input: ["index.html", "handoff.html"],
      output: { codeSplitting: { groups: firstLoad(module("src/main.tsx"), module("src/handoff/main.tsx")) } },
    },
    modulePreload: { polyfill: false },
    target: "es2022",
    cssTarget: ["chrome123", "firefox128", "safari17.5"],
  },
});
