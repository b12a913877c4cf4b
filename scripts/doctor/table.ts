/** The report for a terminal: a table, then a sentence and the next step for each light that is not green. */
import { stripVTControlCharacters } from "node:util";
import type { DoctorLight, DoctorReport, DoctorRole, DoctorRow } from "../../relay/protocol/index.ts";
import { adviceOn, adviceOnGaps, adviceOnMocks } from "./sentences.ts";

export const TASK: Record<DoctorRole, string> = {
  stt: "hears",
  llm: "thinks",
  tts: "speaks",
  embedding: "looks up",
  vector_store: "remembers",
};
const COLOUR: Record<DoctorLight, string> = { green: "32", amber: "33", red: "31" };
const WIDTH = 100;
const LONGEST_NAME = 30;
const LONGEST_LICENCE = 36;
const LEGEND =
  "p50 and p95: to the final text, the first word, the first sound, two texts' vectors, a search. " +
  "rtf: work over sound, below 1 keeps up. wrong: words or characters misheard of the clips.";

/** @param colours whether the terminal takes ANSI colours */
export function reportTable(report: DoctorReport, colours: boolean): string {
  const paint = (light: DoctorLight, text: string): string =>
    colours ? `\u001b[${COLOUR[light]}m${text}\u001b[0m` : text;
  const head = ["", "", "", "device", "p50", "p95", "rtf", "errors", "wrong", "licence"];
  const cells = report.providers.map(cellsOf);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => [...(row[column] ?? "")].length)),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) =>
      isFigure(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
  const lines = [
    `  ${line(head).join("  ")}`.trimEnd(),
    ...report.providers.map(({ light }, index) => {
      const [word = "", ...rest] = line(cells[index] ?? []);
      return `  ${paint(light, word)}  ${rest.join("  ")}`.trimEnd();
    }),
    "",
    ...wrap(LEGEND, WIDTH - 2).map((text) => `  ${text}`),
  ];
  const note = (light: DoctorLight, sentence: string, next: string) => [
    ...wrap(`${light.padEnd(5)}  ${plain(sentence)}`, WIDTH - 4).map((text, index) =>
      index === 0 ? `    ${paint(light, text.slice(0, 5))}${text.slice(5)}` : `           ${text}`,
    ),
    ...wrap(plain(next), WIDTH - 13).map((text, index) => `           ${index === 0 ? "> " : "  "}${text}`),
  ];
  for (const row of report.providers) {
    const findings = row.findings.filter(({ code }) => code !== "mock");
    if (findings.length === 0) continue;
    lines.push("", `  ${TASK[row.role]}: ${nameOf(row)}`);
    for (const finding of findings) {
      const { sentence, next } = adviceOn(row, finding);
      lines.push(...note(finding.light, sentence, next));
    }
  }
  const standIns = adviceOnMocks(report.providers);
  if (standIns !== undefined) lines.push("", "  stand-ins", ...note("amber", standIns.sentence, standIns.next));
  const gaps = adviceOnGaps(report.gaps);
  if (gaps.length > 0) lines.push("", "  languages");
  for (const { light, sentence, next } of gaps) lines.push(...note(light, sentence, next));
  lines.push("", `  ${verdict(report)}`);
  return `\n${lines.join("\n")}\n\n`;
}

function verdict({ go_live: fit, light, providers }: DoctorReport): string {
  if (fit) return light === "green" ? "Fit to go live." : "Fit to go live; what is amber is to be known.";
  const red = providers.filter((row) => row.light === "red").length;
  if (light !== "red") return "Not fit to go live: a stand-in answers.";
  return `Not fit to go live: ${red === 1 ? "one provider is" : `${red} providers are`} red.`;
}

const isFigure = (column: number): boolean => column >= 4 && column <= 8;

function cellsOf(row: DoctorRow): string[] {
  const wrong = row.heard.reduce((sum, { errors }) => sum + errors, 0);
  const said = row.heard.reduce((sum, { of }) => sum + of, 0);
  const ms = (value: number | undefined) =>
    value === undefined ? "" : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  return [
    row.light,
    TASK[row.role],
    nameOf(row),
    row.device,
    ms(row.latency_ms?.p50),
    ms(row.latency_ms?.p95),
    row.real_time_factor?.toFixed(2) ?? "",
    `${row.errors}/${row.calls}`,
    said === 0 ? "" : `${Math.round((100 * wrong) / said)} %`,
    licenceCell(row),
  ];
}

function licenceCell({ licence }: DoctorRow): string {
  if (licence === null) return "unknown";
  return `${licence.non_commercial ? "! " : ""}${cut(plain(licence.name), LONGEST_LICENCE)}`;
}

function nameOf({ provider, model, is_mock: isMock }: DoctorRow): string {
  const name = plain(model === null || model === provider ? provider : `${provider} ${model}`);
  return `${cut(name, LONGEST_NAME)}${isMock ? " (stand-in)" : ""}`;
}

const cut = (text: string, most: number): string =>
  [...text].length > most ? `${[...text].slice(0, most - 1).join("")}…` : text;

/** Names and reasons come from elsewhere: nothing in them may move the cursor. */
const plain = (text: string): string => stripVTControlCharacters(text).replace(/\p{Cc}+/gu, " ");

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
