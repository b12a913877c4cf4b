/** The person's own things for the stage, built together: they share one place on this device. */
import { createKeepsakes, type Keepsakes } from "../keepsakes/keepsakes.ts";
import { type Backdrop, createBackdrop } from "./backdrop.ts";
import { inspectVrm } from "./file/inspect.ts";
import { createRepertoire, type Repertoire } from "./repertoire.ts";
import { shrinkPicture } from "./shrink-picture.ts";
import { createWardrobe, type Wardrobe, type WardrobeParts } from "./wardrobe.ts";

export interface OwnStage {
  keepsakes: Keepsakes;
  wardrobe: Wardrobe;
  backdrop: Backdrop;
  repertoire: Repertoire;
}

export function createOwnStage(parts: Pick<WardrobeParts, "settings" | "choose" | "newId" | "storage">): OwnStage {
  const keepsakes = createKeepsakes();
  const now = (): Date => new Date();
  const wardrobe = createWardrobe({
    ...parts,
    keepsakes,
    inspect: inspectVrm,
    tryOn: async (vrm, signal) => (await import("./try-on.ts")).tryOn(vrm, signal),
    // Some browsers ask the person; a refusal changes nothing.
    persist: () => void navigator.storage?.persist?.().catch(() => false),
    now,
  });
  const repertoire = createRepertoire(keepsakes, parts.newId, now);
  return { keepsakes, wardrobe, repertoire, backdrop: createBackdrop(keepsakes, shrinkPicture, now) };
}
