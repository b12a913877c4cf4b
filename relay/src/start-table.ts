/** What `npm start` prints when the relay is ready: the address, and for each role who does it and what is missing. */
import type { KeeperHealth } from "./http/status.ts";
import type { RoleHealth } from "./roles.ts";

const TASK: Record<RoleHealth["role"], string> = {
  stt: "hears",
  llm: "thinks",
  tts: "speaks",
  embedding: "looks up",
  vector_store: "remembers",
};
const LANGUAGES = { ja: "Japanese", en: "English", ko: "Korean" };
const WIDTH = 100;

/** @param address where the page answers */
export function startTable(address: string, roles: readonly RoleHealth[], keepers: readonly KeeperHealth[]): string {
  const rows = roles.map(({ role, provider, isMock, languages, health }) => ({
    task: TASK[role],
    provider: isMock ? `${provider} (stand-in)` : provider,
    languages: role === "vector_store" ? "" : languages.join(" ").replace("*", "any"),
    state: health.status,
    reason: [health.status === "ok" ? "" : health.reason, languageGap(role, roles)]
      .filter((part) => part !== "")
      .join(" "),
  }));
  for (const { name, health } of keepers) {
    if (health.status === "ok") continue;
    rows.push({ task: "keeps", provider: name, languages: "", state: health.status, reason: health.reason });
  }
  const columns = (["task", "provider", "languages", "state"] as const).map((key) => ({
    key,
    width: Math.max(...rows.map((row) => row[key].length)),
  }));
  const lines = rows.flatMap((row) => [
    `  ${columns.map(({ key, width }) => row[key].padEnd(width)).join("  ")}`.trimEnd(),
    ...wrap(row.reason, WIDTH - 6).map((line) => `      ${line}`),
  ]);
  return `\nHisho is ready: ${address}\n\n${lines.join("\n")}\n\n`;
}

/** The languages of the product that nobody in the role serves, and the ways out. */
function languageGap(role: RoleHealth["role"], roles: readonly RoleHealth[]): string {
  if (role !== "stt" && role !== "tts") return "";
  const served = roles.filter((other) => other.role === role).flatMap(({ languages }) => languages);
  const missing = Object.entries(LANGUAGES).filter(([tag]) => !served.includes(tag) && !served.includes("*"));
  if (missing.length === 0) return "";
  const names = missing.map(([, name]) => name).join(" and ");
  return role === "stt"
    ? `Cannot hear ${names}: add a recogniser in the page's settings, or with npm run models -- get whisper-base-q5_1. Typing works.`
    : `Cannot speak ${names}: such answers are text only. docs/operations.md says what to add.`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
