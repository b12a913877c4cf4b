import type { Plugin } from "vite";

const ENCODER = /opus-recorder[\\/]dist[\\/]encoderWorker\.min\.js$/;

/**
 * Gives opus-recorder's encoder (a CommonJS script with its wasm inside) a default export, so that a module worker can
 * import it. Needed in `plugins` and in `worker.plugins`, with `opus-recorder` out of `optimizeDeps`.
 */
export const opusRecorderEsm = (): Plugin => ({
  name: "opus-recorder-esm",
  enforce: "pre",
  transform(code, id) {
    const [path = "", query = ""] = id.split("?");
    if (!ENCODER.test(path) || /\b(url|raw)\b/.test(query)) return undefined;
    return { code: `${code}\nexport default module.exports;`, map: null };
  },
});
