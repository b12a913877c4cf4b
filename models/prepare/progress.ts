import type { AssetOutcome, Progress } from "./prepare.ts";

const BAR_CELLS = 24;

const PHASE_TEXT: Record<Progress["phase"], string> = {
  waiting: "another process prepares it",
  download: "download",
  verify: "check",
  unpack: "unpack",
  build: "build",
};

/** One line for a terminal, rewritten in place: `open-jtalk  download ████████░░░░  12.3 / 33.0 MB`. */
export function progressBar(progress: Progress): string {
  const head = `${progress.asset}  ${PHASE_TEXT[progress.phase]}`;
  if (progress.total === 0) return progress.done === 0 ? head : `${head}  ${amount(progress)}`;
  const share = Math.min(1, progress.done / progress.total);
  const full = Math.round(share * BAR_CELLS);
  const bar = "█".repeat(full) + "░".repeat(BAR_CELLS - full);
  return `${head} ${bar} ${megabytes(progress.done)} / ${megabytes(progress.total)} MB`;
}

/** How far something is that has no known end. */
const amount = ({ phase, done }: Progress): string => (phase === "build" ? `${done} steps` : `${megabytes(done)} MB`);

/** Lines for a log: one a phase, and one each quarter of a download; undefined where nothing new is to be said. */
export function createProgressLines(): (progress: Progress) => string | undefined {
  let last = "";
  return (progress) => {
    const quarter = progress.total === 0 ? 0 : Math.floor((4 * progress.done) / progress.total);
    const key = `${progress.asset} ${progress.phase} ${quarter}`;
    if (key === last) return undefined;
    last = key;
    const size = progress.total === 0 ? "" : ` ${quarter * 25} % of ${megabytes(progress.total)} MB`;
    return `${progress.asset}: ${PHASE_TEXT[progress.phase]}${size}`;
  };
}

/** What became of an asset, in one line. */
export function outcomeLine(outcome: AssetOutcome): string {
  switch (outcome.outcome) {
    case "present":
      return `${outcome.name}: ready`;
    case "prepared":
      return `${outcome.name}: prepared`;
    case "skipped":
      return `${outcome.name}: not needed here (${outcome.reason})`;
    case "no-engine":
      return `${outcome.name}: files ready, no engine (${outcome.reason})`;
    case "failed":
      return `${outcome.name}: ${outcome.required ? "FAILED" : "left out"} (${outcome.error.message})`;
    default:
      return outcome satisfies never;
  }
}

/** `12.3` */
export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
