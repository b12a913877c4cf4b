import { PrepareError } from "../prepare/errors.ts";
import { HUB, mayShowToken } from "./address.ts";
import type { WeightFile, Weights } from "./weights.ts";

/** What is known of a request that failed. */
export interface Asked {
  entry: Weights;
  file: WeightFile;
  /** What was asked for. */
  url: string;
  mirror: string | undefined;
  token: string | undefined;
  tokenToMirror: boolean;
}

/** The same error with what can be done about it. */
export function explained({ reason, cause, message }: PrepareError, asked: Asked): PrepareError {
  const { file, url, mirror, entry } = asked;
  const again = (text: string) => new PrepareError(reason, `${file.to}: ${text}`, { cause });
  if (reason === "offline") {
    return again(`${message}. Is this machine offline? A mirror in the network will do: --mirror URL, or HF_ENDPOINT.`);
  }
  if (reason === "refused" && (cause === 401 || cause === 403)) {
    return again(entry.gated ? `${message}. ${whatToShow(asked)}` : message);
  }
  if (reason === "refused" && cause === 404) {
    const next =
      mirror === undefined
        ? "It may have been moved there: a mirror that has it will do (--mirror URL, or HF_ENDPOINT)."
        : `A mirror has the paths of ${HUB}: correct --mirror or HF_ENDPOINT, or leave it out.`;
    return again(`${message} to GET ${url}. ${next}`);
  }
  if (reason === "broken") return again(`${message}; the next try goes on from there`);
  return again(message);
}

function whatToShow({ file, url, mirror, token, tokenToMirror }: Asked): string {
  const page = file.url.split("/resolve/", 1)[0];
  if (token === undefined) return `Accept the terms at ${page} and set HF_TOKEN to a token of that account.`;
  if (mayShowToken(url, mirror, tokenToMirror)) return `The account of HF_TOKEN has to accept the terms at ${page}.`;
  return (
    "HF_TOKEN is not shown to a mirror. Leave the mirror out, or, where you trust it and it speaks https, " +
    "set HF_TOKEN_TO_MIRROR=true."
  );
}
