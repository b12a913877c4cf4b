import { beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { type Keepsake, KeepsakeError, type Keepsakes } from "../keepsakes/keepsakes.ts";
import { defaultSettings } from "../session/settings.ts";
import type { Inspected } from "./file/inspected.ts";
import { licenceOf } from "./file/licence.ts";
import { RefusedFile } from "./file/refused.ts";
import { createWardrobe, HOUSE_AVATAR, type Wardrobe, type WardrobeParts } from "./wardrobe.ts";

/** Keepsakes that last as long as the test. */
function inMemory(): Keepsakes {
  const entries = new Map<string, Keepsake>();
  const files = new Map<string, Blob>();
  const edit = async (id: string, change: Partial<Keepsake>): Promise<void> => {
    const entry = entries.get(id);
    if (entry) entries.set(id, { ...entry, ...change });
  };
  return {
    list: async <Facts>(kind: string) =>
      [...entries.values()].filter((entry) => entry.kind === kind && !entry.removed) as Keepsake<Facts>[],
    file: async (id) => files.get(id) ?? null,
    add: async (entry, file) => {
      entries.set(entry.id, entry);
      files.set(entry.id, file);
    },
    change: edit,
    remove: (id) => edit(id, { removed: true }),
    takeBack: async (id) => {
      const { removed: _, ...entry } = entries.get(id)!;
      entries.set(id, entry);
    },
    sweep: async (wanted) => {
      for (const [id, { kind, removed }] of entries) if (removed && kind === (wanted ?? kind)) entries.delete(id);
    },
  };
}

const inspected = (permission: string, more: object = {}): Inspected => ({
  vrm: new Blob(["vrm"]),
  version: "1",
  licence: licenceOf({ name: "Mio", avatarPermission: permission, ...more }, "1"),
  tamed: [],
  triangles: 1,
  thumbnail: null,
});
const file = new File(["anything"], "mio.vrm");

let settings: WardrobeParts["settings"];
let parts: WardrobeParts;
let kept: Map<string, string>;
let wardrobe: Wardrobe;
const worn = (): string => settings.getState().avatar;

beforeEach(() => {
  const store = createStore(() => defaultSettings("en"));
  settings = store;
  kept = new Map();
  let ids = 0;
  parts = {
    keepsakes: inMemory(),
    settings: store,
    choose: (avatar) => store.setState({ avatar }),
    inspect: async () => inspected("everyone"),
    tryOn: async () => null,
    persist: vi.fn(),
    storage: { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    newId: () => `own-${++ids}`,
    now: () => new Date(0),
  };
  wardrobe = createWardrobe(parts);
});

describe("a file that comes in", () => {
  it("is worn at once where everyone may wear it, and gives way again", async () => {
    const added = wardrobe.add(file);
    await Promise.resolve();
    expect(wardrobe.store.getState().arriving).toBe("mio.vrm");
    await added;
    expect(worn()).toBe("own-1");
    expect(wardrobe.store.getState()).toMatchObject({ arriving: null, changed: { name: "Mio", former: HOUSE_AVATAR } });
    expect(parts.persist).toHaveBeenCalledOnce();
    wardrobe.changeBack();
    expect(worn()).toBe(HOUSE_AVATAR);
  });

  it.each(["onlyAuthor", "onlySeparatelyLicensedPerson", "unheard of"])(
    "asks first when it is for %s",
    async (permission) => {
      parts.inspect = async () => inspected(permission);
      await wardrobe.add(file);
      expect(worn()).toBe(HOUSE_AVATAR);
      expect(wardrobe.store.getState().asks).toBe("own-1");
      wardrobe.dismiss();
      wardrobe.wear("own-1");
      expect(worn()).toBe(HOUSE_AVATAR);
      await wardrobe.agree();
      expect(worn()).toBe("own-1");
      wardrobe.wear(HOUSE_AVATAR);
      wardrobe.wear("own-1");
      expect(worn()).toBe("own-1");
    },
  );

  it.each([
    [new RefusedFile("bones", "head"), { reason: "bones", detail: "head" }],
    [new KeepsakeError("full"), { reason: "storage" }],
    [new Error("three.js gave up"), { reason: "unshowable" }],
  ])("leaves the former one on the stage: %s", async (error, refused) => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    parts.tryOn = () => Promise.reject(error);
    await wardrobe.add(file);
    expect(worn()).toBe(HOUSE_AVATAR);
    expect(wardrobe.store.getState()).toMatchObject({ arriving: null, refused: { name: "mio.vrm", ...refused } });
    await wardrobe.look();
    expect(wardrobe.store.getState().avatars).toEqual([]);
  });

  it("is let go without a word when it is no longer wanted", async () => {
    parts.inspect = (_, signal) =>
      new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const added = wardrobe.add(file);
    await Promise.resolve();
    wardrobe.cancel();
    await added;
    expect(wardrobe.store.getState()).toMatchObject({ arriving: null, refused: null, avatars: null });
  });

  it("is not put on when it was called off while its picture was taken", async () => {
    parts.tryOn = async () => {
      wardrobe.cancel();
      return null;
    };
    await wardrobe.add(file);
    await wardrobe.look();
    expect(worn()).toBe(HOUSE_AVATAR);
    expect(wardrobe.store.getState()).toMatchObject({ arriving: null, refused: null, avatars: [] });
  });

  it("leaves the refusal of another that came with it to be read", async () => {
    parts.tryOn = vi.fn(async () => null).mockRejectedValueOnce(new RefusedFile("cut"));
    await Promise.all([wardrobe.add(new File(["half"], "broken.vrm")), wardrobe.add(file)]);
    expect(wardrobe.store.getState()).toMatchObject({ refused: { name: "broken.vrm" }, changed: { name: "Mio" } });
    wardrobe.seen();
    expect(wardrobe.store.getState()).toMatchObject({ refused: { name: "broken.vrm" }, changed: null });
    await wardrobe.add(file);
    expect(wardrobe.store.getState().refused).toBeNull();
  });

  it("says that this device keeps nothing where it does not", async () => {
    parts.keepsakes.add = () => Promise.reject(new KeepsakeError("unavailable"));
    await wardrobe.add(file);
    expect(wardrobe.store.getState()).toMatchObject({ refused: { reason: "storage" }, keepsNothing: true });
  });

  it("waits for the one before it", async () => {
    await Promise.all([wardrobe.add(file), wardrobe.add(file)]);
    expect(wardrobe.store.getState().avatars?.map(({ id }) => id)).toEqual(["own-1", "own-2"]);
    expect(worn()).toBe("own-2");
  });
});

describe("one that is kept", () => {
  beforeEach(() => wardrobe.add(file));

  it("takes another name, but not an empty one", async () => {
    await wardrobe.rename("own-1", "  Aoi ");
    await wardrobe.rename("own-1", "   ");
    expect(wardrobe.store.getState().avatars?.[0]?.name).toBe("Aoi");
  });

  it("leaves the stage when it is removed, and comes back onto it", async () => {
    await wardrobe.remove("own-1");
    expect(worn()).toBe(HOUSE_AVATAR);
    expect(wardrobe.store.getState().avatars).toEqual([]);
    await wardrobe.undo();
    expect(worn()).toBe("own-1");
    await wardrobe.remove("own-1");
    await wardrobe.forget();
    await wardrobe.undo();
    expect(wardrobe.store.getState().avatars).toEqual([]);
  });

  it("leaves with what was removed of its own kind only", async () => {
    const { keepsakes } = parts;
    const entry = { id: "tune", kind: "motion", name: "tune", addedAt: "", bytes: 3, picture: null, facts: null };
    await keepsakes.add(entry, new Blob(["vrma"]));
    await keepsakes.remove("tune");
    await wardrobe.remove("own-1");
    await wardrobe.forget();
    await keepsakes.takeBack("tune");
    expect(await keepsakes.list("motion")).toHaveLength(1);
  });

  it("is not drawn again by itself when the page ended while it was", () => {
    wardrobe.draws("own-1");
    const next = createWardrobe(parts);
    expect(next.store.getState().lost).toBe("own-1");
    next.wear("own-1");
    expect(next.store.getState().lost).toBeNull();
    wardrobe.stands();
    expect(createWardrobe(parts).store.getState().lost).toBeNull();
  });
});
