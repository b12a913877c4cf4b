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

/** Nobody wonders for longer whether anything still happens. */
const QUIET_MS = 5_000;

/**
 * Lines for a log: one a phase, one each quarter of a download, and one when none was said for 5 s; undefined where nothing
 * new is to be said.
 * @param now milliseconds since some fixed instant
 */
export function createProgressLines(
  now: () => number = () => performance.now(),
): (progress: Progress) => string | undefined {
  let last = "";
  let saidAtMs = 0;
  return (progress) => {
    const share = progress.total === 0 ? 0 : progress.done / progress.total;
    const key = `${progress.asset} ${progress.phase} ${Math.floor(4 * share)}`;
    if (key === last && now() - saidAtMs < QUIET_MS) return undefined;
    last = key;
    saidAtMs = now();
    return `${progress.asset}: ${PHASE_TEXT[progress.phase]}${howFar(progress, share)}`;
  };
}

function howFar(progress: Progress, share: number): string {
  if (progress.total > 0) return ` ${Math.floor(100 * share)} % of ${megabytes(progress.total)} MB`;
  return progress.done === 0 ? "" : ` ${amount(progress)}`;
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
