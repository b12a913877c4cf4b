import { distance } from "fastest-levenshtein";

/** What people call a provider whose name here is another: by its server, or by its interface. */
const CALLED: Readonly<Record<string, string>> = {
  "fish-speech": "open-audio-s1",
  aivisspeech: "voicevox",
  azure: "openai",
  coeiroink: "voicevox",
  "llama-server": "openai",
  lmdeploy: "openai",
  litellm: "openai",
  localai: "openai",
  nim: "nim-qwen3",
  ollama: "openai",
  speaches: "openai",
  vllm: "openai",
  whisper: "whisper-cpp",
  "whisper-server": "whisper-cpp",
};

/** `" Did you mean whisper-cpp?"` when one of the names is near what was written, else nothing. */
export function didYouMean(written: unknown, names: readonly string[]): string {
  if (typeof written !== "string") return "";
  const name = nearest(written, names);
  return name === undefined ? "" : `. Did you mean ${name}?`;
}

/** Two neighbours that changed places, the slip of quick hands. */
function isSwap(a: string, b: string): boolean {
  const at = [...a].findIndex((character, index) => character !== b[index]);
  return a.length === b.length && at >= 0 && a.slice(0, at) + a[at + 1] + a[at] + a.slice(at + 2) === b;
}

/** Apart by case, `-`, `_` and `.` only, or by one edit in three characters (a swap is one), two at most. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_. ]/g, "");
  const called = Object.keys(CALLED).find((name) => plain(name) === plain(written));
  if (called !== undefined && names.includes(CALLED[called] as string)) return CALLED[called];
  const most = Math.min(2, Math.floor(plain(written).length / 3));
  let best: string | undefined;
  let bestEdits = most + 1;
  for (const name of names) {
    const edits = isSwap(plain(name), plain(written)) ? 1 : distance(plain(name), plain(written));
    if (edits < bestEdits) [best, bestEdits] = [name, edits];
  }
  return best;
}
