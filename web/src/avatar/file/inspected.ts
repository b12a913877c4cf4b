import type { Licence } from "./licence.ts";
import type { VrmVersion } from "./person.ts";
import type { RefusalReason, Taming } from "./refused.ts";

/** A file that may be loaded, and what is known of it. */
export interface Inspected {
  /** The tamed file: only what is drawn, nothing that leads outside. */
  vrm: Blob;
  version: VrmVersion;
  licence: Licence;
  tamed: readonly Taming[];
  triangles: number;
  /** The portrait that came in the file, at most 512 px; null where there is none that can be read. */
  thumbnail: Blob | null;
}

/** What the thread says, once. */
export type InspectReply = { inspected: Inspected } | { refused: { reason: RefusalReason; detail: string } };
