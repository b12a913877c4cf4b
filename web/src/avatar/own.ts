/** The person's own things for the stage, built together: they share one place on this device. */
import { createKeepsakes, type Keepsakes } from "../keepsakes/keepsakes.ts";
import { type Backdrop, createBackdrop } from "./backdrop.ts";
import { inspectVrm } from "./file/inspect.ts";
import { shrinkPicture } from "./shrink-picture.ts";
import { createWardrobe, type Wardrobe, type WardrobeParts } from "./wardrobe.ts";

export interface OwnStage {
  keepsakes: Keepsakes;
  wardrobe: Wardrobe;
  backdrop: Backdrop;
}

export function createOwnStage(parts: Pick<WardrobeParts, "settings" | "choose" | "newId">): OwnStage {
  const keepsakes = createKeepsakes();
  const now = (): Date => new Date();
  const wardrobe = createWardrobe({
    ...parts,
    keepsakes,
    inspect: inspectVrm,
    tryOn: async (vrm, signal) => (await import("./try-on.ts")).tryOn(vrm, signal),
    now,
  });
  return { keepsakes, wardrobe, backdrop: createBackdrop(keepsakes, shrinkPicture, now) };
}
