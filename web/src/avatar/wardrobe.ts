/** The person's own characters: taken in, tried on, kept on this device, chosen, renamed and given away again. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Keepsake, KeepsakeError, type Keepsakes } from "../keepsakes/keepsakes.ts";
import type { KeyValueStorage } from "../session/identity.ts";
import type { Settings } from "../session/talk.ts";
import type { Inspected } from "./file/inspected.ts";
import { type Licence, mayWear } from "./file/licence.ts";
import { type RefusalReason, RefusedFile, type Taming } from "./file/refused.ts";

export interface AvatarFacts {
  licence: Licence;
  tamed: readonly Taming[];
  triangles: number;
  /** The picture is the figure alone, to be laid before a window; otherwise it fills its frame. */
  cutOut: boolean;
  /** The person said that it is theirs, or that they have leave. */
  agreed: boolean;
}

export type OwnAvatar = Keepsake<AvatarFacts>;

export interface WardrobeState {
  /** Null until they were looked up; they are told in the order in which they came. */
  avatars: readonly OwnAvatar[] | null;
  /** The name of the file that is being checked. */
  arriving: string | null;
  /** The last file that was not taken, until the next one or `dismiss`. */
  refused: { name: string; reason: RefusalReason; detail: string } | null;
  /** One whose licence asks who is asking. */
  asks: string | null;
  /** What took the place of what, until somebody has seen it. */
  changed: { id: string; name: string; former: string } | null;
  removed: { avatar: OwnAvatar; worn: boolean } | null;
  /** The chosen one that could not be shown; the house's stands in. */
  lost: string | null;
  /** This device keeps nothing. */
  keepsNothing: boolean;
}

export interface WardrobeParts {
  keepsakes: Keepsakes;
  settings: Pick<StoreApi<Settings>, "getState">;
  choose(avatar: string): void;
  /** @throws RefusedFile */
  inspect(file: Blob, signal: AbortSignal): Promise<Inspected>;
  /** Loads it as the stage would and takes its picture. @throws RefusedFile */
  tryOn(vrm: Blob, signal: AbortSignal): Promise<Blob | null>;
  /** Asks the browser not to clear what lies on this device. */
  persist(): void;
  /** Survives the page: who was about to be drawn for the first time. */
  storage: Pick<KeyValueStorage, "getItem" | "setItem">;
  newId(): string;
  now(): Date;
}

/** What `Settings.avatar` may say besides the id of an own one. */
export const HOUSE_AVATAR = "shiori";
export const WINDOW_ONLY = "window";

const KIND = "avatar";
const DRAWING_KEY = "hisho.drawing";
const NAME_LENGTH = 60;

export interface Wardrobe {
  store: StoreApi<WardrobeState>;
  look(): Promise<void>;
  /** Checks, tries and keeps it; where everyone may wear it, it is worn at once. What goes wrong is in the store. */
  add(file: File): Promise<void>;
  /** Ends the check of the one that is arriving. */
  cancel(): void;
  /** Wears it, or asks first where its licence does. */
  wear(avatar: string): void;
  /** The person may wear the one that asks. */
  agree(): Promise<void>;
  /** The stage could not show it. */
  lose(id: string): void;
  /** The stage is about to draw it. A page that ends before `stands` does not draw it again by itself. */
  draws(id: string): void;
  /** It stands there. */
  stands(): void;
  /** Closes the question, the refusal or the news. */
  dismiss(): void;
  /** The news of who took whose place was seen; a refusal beside it stays. */
  seen(): void;
  /** Puts the former one back. */
  changeBack(): void;
  rename(id: string, name: string): Promise<void>;
  remove(id: string): Promise<void>;
  undo(): Promise<void>;
  forget(): Promise<void>;
}

export function createWardrobe(parts: WardrobeParts): Wardrobe {
  const { keepsakes, settings, choose } = parts;
  const store = createStore<WardrobeState>(() => ({
    avatars: null,
    arriving: null,
    refused: null,
    asks: null,
    changed: null,
    removed: null,
    // The page ended while this one was being drawn: perhaps because of it.
    lost: parts.storage.getItem(DRAWING_KEY) || null,
    keepsNothing: false,
  }));
  const { getState, setState } = store;
  let arrival = new AbortController();
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;

  const find = (id: string): OwnAvatar | undefined => getState().avatars?.find((avatar) => avatar.id === id);

  const look = async (): Promise<void> => {
    try {
      // What an earlier page removed and did not take back.
      if (getState().avatars === null) await keepsakes.sweep();
      const avatars = await keepsakes.list<AvatarFacts>(KIND);
      setState({ avatars, keepsNothing: false });
    } catch (error) {
      console.error("wardrobe", error);
      setState({ avatars: getState().avatars ?? [], keepsNothing: true });
    }
  };
  /** What the device does not keep is said on the page; nothing else changes. */
  const kept = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      console.error("wardrobe", error);
      setState({ keepsNothing: true });
    }
  };
  const note = (drawing: string): void => {
    try {
      parts.storage.setItem(DRAWING_KEY, drawing);
    } catch (error) {
      console.warn("wardrobe", error); // without it nothing is remembered of a page that ended badly
    }
  };
  const put = (avatar: string): void => {
    setState({ changed: null, asks: null, lost: null });
    choose(avatar);
  };

  async function take(file: File): Promise<void> {
    arrival = new AbortController();
    const { signal } = arrival;
    setState({ arriving: file.name.slice(0, NAME_LENGTH), asks: null, changed: null });
    try {
      const { vrm, thumbnail, licence, tamed, triangles } = await parts.inspect(file, signal);
      const portrait = await parts.tryOn(vrm, signal);
      signal.throwIfAborted();
      const avatar: OwnAvatar = {
        id: parts.newId(),
        kind: KIND,
        name: (licence.title || file.name.replace(/\.[^.]*$/, "")).slice(0, NAME_LENGTH),
        addedAt: parts.now().toISOString(),
        bytes: vrm.size,
        picture: portrait ?? thumbnail,
        facts: { licence, tamed, triangles, cutOut: portrait !== null, agreed: false },
      };
      await keepsakes.add(avatar, vrm);
      parts.persist();
      await look();
      if (mayWear(licence, false)) {
        const former = settings.getState().avatar;
        put(avatar.id);
        setState({ changed: { id: avatar.id, name: avatar.name, former } });
      } else setState({ asks: avatar.id });
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof KeepsakeError && error.reason === "unavailable") setState({ keepsNothing: true });
      setState({ refused: { name: file.name.slice(0, NAME_LENGTH), ...refusalOf(error) } });
    } finally {
      setState({ arriving: null });
    }
  }

  return {
    store,
    look,
    add: (file) => {
      // Of several that come at once, the refusal of one outlives the next.
      if (waiting === 0) setState({ refused: null });
      waiting += 1;
      queue = queue
        .then(() => take(file))
        .finally(() => {
          waiting -= 1;
        });
      return queue;
    },
    cancel: () => arrival.abort(),
    wear: (avatar) => {
      const own = find(avatar);
      if (own !== undefined && !mayWear(own.facts.licence, own.facts.agreed)) setState({ asks: avatar, changed: null });
      else put(avatar);
    },
    agree: () =>
      kept(async () => {
        const { asks } = getState();
        const own = asks === null ? undefined : find(asks);
        if (own === undefined) return;
        await keepsakes.change(own.id, { facts: { ...own.facts, agreed: true } });
        await look();
        put(own.id);
      }),
    lose: (lost) => {
      note("");
      setState({ lost });
    },
    draws: note,
    stands: () => note(""),
    seen: () => setState({ changed: null }),
    dismiss: () => setState({ refused: null, asks: null, changed: null }),
    changeBack: () => {
      const { changed } = getState();
      if (changed !== null) put(changed.former);
    },
    rename: (id, name) =>
      kept(async () => {
        const wanted = name.trim().slice(0, NAME_LENGTH);
        if (wanted === "") return;
        await keepsakes.change(id, { name: wanted });
        await look();
      }),
    remove: (id) =>
      kept(async () => {
        const avatar = find(id);
        if (avatar === undefined) return;
        // Only the last one can be taken back.
        await keepsakes.sweep(KIND);
        await keepsakes.remove(id);
        const worn = settings.getState().avatar === id;
        if (worn) put(HOUSE_AVATAR);
        setState({ removed: { avatar, worn } });
        await look();
      }),
    undo: () =>
      kept(async () => {
        const { removed } = getState();
        if (removed === null) return;
        await keepsakes.takeBack(removed.avatar.id);
        setState({ removed: null });
        await look();
        if (removed.worn) put(removed.avatar.id);
      }),
    forget: () =>
      kept(async () => {
        if (getState().removed === null) return;
        setState({ removed: null });
        await keepsakes.sweep(KIND);
      }),
  };
}

function refusalOf(error: unknown): { reason: RefusalReason; detail: string } {
  if (error instanceof RefusedFile) return { reason: error.reason, detail: error.detail };
  if (error instanceof KeepsakeError) return { reason: "storage", detail: "" };
  console.error("wardrobe", error);
  return { reason: "unshowable", detail: "" };
}
