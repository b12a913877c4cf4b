import type { ChatMessage, Passage, ReplyRequest } from "../../providers/src/llm/port.ts";

/** A message of a chat completion. */
export interface Prompted {
  role: string;
  /** Null where only tools were called. */
  content: string | null;
}

/**
 * What was asked, out of the prompt that `buildPrompt` makes of it: the way back for a secretary that stands behind a
 * chat completions server and would be told nothing else. Pure.
 * @param now for the answer; a prompt has the time in words only
 * @returns undefined when the last word is not a person's
 */
export function readPrompt(prompt: readonly Prompted[], now: Date): ReplyRequest | undefined {
  const messages = prompt.flatMap(({ role, content }): ChatMessage[] =>
    role === "user" || role === "assistant" ? [{ role, text: content ?? "" }] : [],
  );
  const last = messages.at(-1);
  if (last?.role !== "user") return undefined;
  const system = prompt.find(({ role }) => role === "system")?.content ?? "";
  const brief = system.split("\n[context]\n", 1)[0] ?? "";
  return {
    sessionId: "prompt",
    turn: messages.length,
    messages,
    language: languageOf(brief === "" ? last.text : (brief.split("\n", 1)[0] ?? "")),
    timeZone: timeZoneOf(brief),
    now,
    passages: passagesOf(system.slice(brief.length)),
  };
}

/** Of a text in one of three languages, by its script. @returns BCP 47 */
export function languageOf(text: string): "ja-JP" | "ko-KR" | "en-US" {
  if (/\p{sc=Hangul}/u.test(text)) return "ko-KR";
  return /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text) ? "ja-JP" : "en-US";
}

function timeZoneOf(brief: string): string {
  const [, name = "UTC"] = /\(([A-Za-z]+(?:[/_+-][A-Za-z0-9_+-]+)*)\)/.exec(brief) ?? [];
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name;
  } catch {
    return "UTC"; // other words in brackets
  }
}

function passagesOf(context: string): Passage[] {
  const fences = context.matchAll(/<document n="(\d+)" title="([^"]*)" place="([^"]*)">\n([\s\S]*?)\n<\/document>/g);
  return [...fences].map(([, n, title = "", place = "", text = ""]) => ({
    n: Number(n),
    docId: n ?? "",
    title: plain(title),
    locator: plain(place),
    text: text.replaceAll("&lt;", "<"),
    score: 1,
  }));
}

const plain = (text: string): string => text.replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
