import type { Surroundings } from "./problems.ts";

/** Reads them once: a browser does not change under a page. */
export function surroundings(): Surroundings {
  const agent = navigator.userAgent;
  return {
    safari: agent.includes("Safari/") && !/Chrom(e|ium)|Edg|Android/.test(agent),
    secureAddress: window.location.href.replace(/^http:/, "https:").replace(/#.*$/, ""),
    recogniser: "SpeechRecognition" in window || "webkitSpeechRecognition" in window,
  };
}
