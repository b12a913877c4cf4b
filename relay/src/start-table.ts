/** What `npm start` prints when the relay is ready: the address, and for each role who does it and what is missing. */
import type { Health } from "@hisho/providers/health.ts";
import type { RoleHealth } from "./roles.ts";

const TASK: Record<RoleHealth["role"], string> = {
  stt: "hears",
  llm: "thinks",
  tts: "speaks",
  embedding: "looks up",
  vector_store: "remembers",
};
const WIDTH = 100;

/** @param address where the page answers */
export function startTable(address: string, roles: readonly RoleHealth[], store: Health): string {
  const rows = roles.map(({ role, provider, isMock, languages, health }) => ({
    task: TASK[role],
    provider: isMock ? `${provider} (stand-in)` : provider,
    languages: role === "vector_store" ? "" : languages.join(" ").replace("*", "any"),
    state: health.status,
    reason: health.status === "ok" ? "" : health.reason,
  }));
  if (store.status !== "ok") {
    rows.push({ task: "keeps", provider: "store", languages: "", state: store.status, reason: store.reason });
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

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
