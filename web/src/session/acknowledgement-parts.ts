/** The acknowledgement in a browser: the relay's voice, the page's encoder, and a cache of the device. */
import { packetsOf } from "../audio/packets.ts";
import type { AcknowledgementParts } from "./acknowledgement.ts";
import { languageTag } from "./settings.ts";

const CACHE = "acknowledgements";

/** @param storage undefined on insecure origins: then the line lasts as long as the page */
export function browserAcknowledgement(token: () => string, storage: CacheStorage | undefined): AcknowledgementParts {
  return {
    async fetchSpeech({ text, language, voice, speakingRate }) {
      const headers = { "Content-Type": "application/json", ...(token() && { Authorization: `Bearer ${token()}` }) };
      const said = { text, language: languageTag(language), speaking_rate: speakingRate, ...(voice && { voice }) };
      const asked = { method: "POST", headers, body: JSON.stringify(said) };
      const response = await fetch("/api/v1/speech", asked).catch(() => null);
      return response?.status === 200 ? await response.arrayBuffer() : null;
    },
    encode: packetsOf,
    async read(key) {
      const kept = await (await storage?.open(CACHE))?.match(`/${CACHE}/${key}`);
      return kept === undefined ? null : await kept.arrayBuffer();
    },
    async write(key, bytes) {
      const cache = await storage?.open(CACHE);
      const address = new URL(`/${CACHE}/${key}`, location.origin);
      const language = address.pathname.split("/").slice(0, 3).join("/");
      for (const { url } of (await cache?.keys()) ?? []) {
        if (new URL(url).pathname.startsWith(`${language}/`)) await cache?.delete(url);
      }
      await cache?.put(address, new Response(bytes));
    },
  };
}
