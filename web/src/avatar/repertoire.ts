/** The person's own motions (VRM Animation): checked, kept on this device, bound to a gesture, and given away again. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Keepsake, KeepsakeError, type Keepsakes } from "../keepsakes/keepsakes.ts";
import { checkMotion, MOST_MOTION_BYTES } from "./file/check-motion.ts";
import { type RefusalReason, RefusedFile } from "./file/refused.ts";
import { BOUND_GESTURES, type GestureName } from "./gestures.ts";

export interface MotionFacts {
  /** Played in its place; null: none yet. */
  gesture: GestureName | null;
  seconds: number;
}
export type OwnMotion = Keepsake<MotionFacts>;

export interface RepertoireState {
  /** Null until they were looked up. */
  motions: readonly OwnMotion[] | null;
  /** The last file that was not taken, until the next one or `dismiss`. */
  refused: { name: string; reason: RefusalReason; detail: string } | null;
  removed: OwnMotion | null;
}

export interface Repertoire {
  store: StoreApi<RepertoireState>;
  look(): Promise<void>;
  /** What goes wrong is in the store. */
  add(file: File): Promise<void>;
  /** A gesture has one motion at most: the former one is free again. */
  bind(id: string, gesture: GestureName | null): Promise<void>;
  remove(id: string): Promise<void>;
  /** Brings the one that was removed last back. */
  undo(): Promise<void>;
  /** It is gone for good; closes the news of it. */
  forget(): Promise<void>;
  dismiss(): void;
}

const KIND = "motion";
const NAME_LENGTH = 60;

/** A file that is named after a gesture is meant for it. */
const gestureNamed = (name: string): GestureName | null =>
  BOUND_GESTURES.toSorted((a, b) => b.length - a.length).find((gesture) =>
    name.toLowerCase().replaceAll(/[ _]/g, "-").includes(gesture),
  ) ?? null;

export function createRepertoire(keepsakes: Keepsakes, newId: () => string, now: () => Date): Repertoire {
  const store = createStore<RepertoireState>(() => ({ motions: null, refused: null, removed: null }));
  const look = async (): Promise<void> => {
    try {
      store.setState({ motions: await keepsakes.list<MotionFacts>(KIND) });
    } catch (error) {
      console.error("repertoire", error);
      store.setState({ motions: [] });
    }
  };
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** One after the other: each looks at what the one before it left. */
  const change = (work: () => Promise<void>, name: string): Promise<void> => {
    waiting += 1;
    queue = queue
      .then(() => changeNow(work, name))
      .finally(() => {
        waiting -= 1;
      });
    return queue;
  };
  const changeNow = async (work: () => Promise<void>, name: string): Promise<void> => {
    try {
      await work();
    } catch (error) {
      const refused = error instanceof RefusedFile ? error : null;
      if (refused === null) console.error("repertoire", error);
      const reason = refused?.reason ?? (error instanceof KeepsakeError ? "storage" : "damaged");
      store.setState({ refused: { name, reason, detail: refused?.detail ?? "" } });
    }
    await look();
  };
  const free = async (gesture: GestureName | null, except: string): Promise<void> => {
    if (gesture === null) return;
    for (const { id, facts } of store.getState().motions ?? [])
      if (facts.gesture === gesture && id !== except)
        await keepsakes.change(id, { facts: { ...facts, gesture: null } });
  };
  return {
    store,
    look,
    add: (file) => {
      // Of several that come at once, the refusal of one outlives the next.
      if (waiting === 0) store.setState({ refused: null });
      return change(async () => {
        if (file.size > MOST_MOTION_BYTES) throw new RefusedFile("too-large", `${Math.round(file.size / 1e6)} MB`);
        const { vrma, seconds } = checkMotion(new Uint8Array(await file.arrayBuffer()));
        const id = newId();
        const name = file.name.replace(/\.vrma$/i, "").slice(0, NAME_LENGTH);
        const facts: MotionFacts = { gesture: gestureNamed(name), seconds };
        await free(facts.gesture, id);
        const entry = {
          id,
          kind: KIND,
          name,
          addedAt: now().toISOString(),
          bytes: vrma.byteLength,
          picture: null,
          facts,
        };
        await keepsakes.add(entry, new Blob([vrma]));
      }, file.name);
    },
    bind: (id, gesture) => {
      const motion = store.getState().motions?.find((one) => one.id === id);
      if (motion === undefined) return Promise.resolve();
      return change(async () => {
        await free(gesture, id);
        await keepsakes.change(id, { facts: { ...motion.facts, gesture } });
      }, motion.name);
    },
    remove: (id) => {
      const motion = store.getState().motions?.find((one) => one.id === id);
      if (motion === undefined) return Promise.resolve();
      return change(async () => {
        // Only the last one can be taken back.
        await keepsakes.sweep(KIND);
        await keepsakes.remove(id);
        store.setState({ removed: motion });
      }, motion.name);
    },
    undo: () => {
      const { removed } = store.getState();
      if (removed === null) return Promise.resolve();
      return change(async () => {
        await keepsakes.takeBack(removed.id);
        store.setState({ removed: null });
      }, removed.name);
    },
    forget: () => {
      const { removed } = store.getState();
      if (removed === null) return Promise.resolve();
      store.setState({ removed: null });
      return change(() => keepsakes.sweep(KIND), removed.name);
    },
    dismiss: () => store.setState({ refused: null }),
  };
}
