/** What can break while nobody is there to mend it, in the order in which it matters to whoever talks. */
export const FAULTS = ["microphone", "ears", "sound", "socket", "turn", "picture", "storage", "awake"] as const;
export type FaultId = (typeof FAULTS)[number];

/** What a probe has found. `null`: it does not apply now, as a microphone that nobody wants open. */
export type Reading = { ok: true } | { ok: false; why: string } | null;
