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

/** Apart by case, `-`, `_` and `.` only, or by one edit in three characters, two at most. */
function nearest(written: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[-_. ]/g, "");
  const called = Object.keys(CALLED).find((name) => plain(name) === plain(written));
  if (called !== undefined && names.includes(CALLED[called] as string)) return CALLED[called];
  const most = Math.min(2, Math.floor(plain(written).length / 3));
  let best: string | undefined;
  let bestEdits = most + 1;
  for (const name of names) {
    const edits = distance(plain(name), plain(written));
    if (edits < bestEdits) [best, bestEdits] = [name, edits];
  }
  return best;
}
