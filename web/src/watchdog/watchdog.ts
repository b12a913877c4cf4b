/**
 * Which faults there are, when each is repaired again, and when somebody has to be called. Pure: probes feed readings,
 * the shell carries out repairs.
 */
import { FAULTS, type FaultId, type Reading } from "./faults.ts";

/** A fault has to last so long before it is one: a roam or a device that is being changed is none. */
export const GRACE_MS = 2_000;
/** After the first repair the next one waits so long, then twice as long, up to `REPAIR_MOST_MS`. */
export const REPAIR_FIRST_MS = 3_000;
export const REPAIR_MOST_MS = 60_000;
/** So many repairs that did not help, and somebody is called. Repairs go on. */
export const FAILED_AFTER = 3;
/** A clock that jumps by so much means that the device slept: what was learnt before is void. */
export const SLEPT_MS = 30_000;

export interface Fault {
  since: number;
  why: string;
  /** Repairs begun. */
  tries: number;
  /** When the next one is due. */
  nextMs: number;
}

export interface Watch {
  faults: Readonly<Partial<Record<FaultId, Fault>>>;
  /** Of the last look; null before the first. */
  lookedMs: number | null;
}

export const NOTHING_SEEN: Watch = { faults: {}, lookedMs: null };

export interface Look {
  watch: Watch;
  /** What is to be repaired now, and for the how-manieth time from 1. */
  repairs: readonly { fault: FaultId; attempt: number }[];
}

/** @param tempo 1 in earnest; checks make it small */
export function look(
  before: Watch,
  readings: Readonly<Partial<Record<FaultId, Reading>>>,
  nowMs: number,
  tempo = 1,
): Look {
  const slept = before.lookedMs !== null && nowMs - before.lookedMs >= SLEPT_MS;
  const faults: Partial<Record<FaultId, Fault>> = {};
  const repairs: { fault: FaultId; attempt: number }[] = [];
  for (const id of FAULTS) {
    const reading = readings[id];
    if (reading == null || reading.ok) continue;
    const known = slept ? undefined : before.faults[id];
    const fault = known ?? { since: nowMs, why: reading.why, tries: 0, nextMs: nowMs + GRACE_MS * tempo };
    if (nowMs < fault.nextMs) {
      faults[id] = { ...fault, why: reading.why };
      continue;
    }
    const tries = fault.tries + 1;
    const wait = Math.min(REPAIR_MOST_MS, REPAIR_FIRST_MS * 2 ** Math.min(20, tries - 1)) * tempo;
    faults[id] = { ...fault, why: reading.why, tries, nextMs: nowMs + wait };
    repairs.push({ fault: id, attempt: tries });
  }
  return { watch: { faults, lookedMs: nowMs }, repairs };
}

/** What the one light says: the first fault that is being repaired, and whether repairs have failed. */
export function shown(watch: Watch): { fault: FaultId; failed: boolean } | null {
  const under = FAULTS.filter((id) => (watch.faults[id]?.tries ?? 0) > 0);
  const failed = under.find((id) => hasFailed(watch.faults[id]));
  const fault = failed ?? under[0];
  return fault === undefined ? null : { fault, failed: failed !== undefined };
}

/** The third repair has had its time and the fault is still there. */
export const hasFailed = (fault: Fault | undefined): boolean => fault !== undefined && fault.tries > FAILED_AFTER;
