import "fake-indexeddb/auto";
import { openDB } from "idb";
import { describe, expect, it } from "vitest";
import { createKeepsakes, type Keepsake, KeepsakeError } from "./keepsakes.ts";

const entry = (id: string, more: Partial<Keepsake> = {}): Keepsake => ({
  id,
  kind: "avatar",
  name: id,
  addedAt: "2026-11-21T00:00:00.000Z",
  bytes: 3,
  picture: null,
  facts: { triangles: 1 },
  ...more,
});
const file = new Blob(["vrm"]);

describe("keepsakes", () => {
  it("keeps bytes and facts over a restart, by kind and in order of arrival", async () => {
    const first = createKeepsakes();
    await first.add(entry("late", { addedAt: "2026-11-22T00:00:00.000Z" }), file);
    await first.add(entry("early"), file);
    await first.add(entry("tune", { kind: "motion" }), file);
    const second = createKeepsakes();
    expect((await second.list("avatar")).map(({ id }) => id)).toEqual(["early", "late"]);
    expect(await (await second.file("late"))?.text()).toBe("vrm");
    expect(await second.file("nobody")).toBeNull();
    await second.change("late", { name: "Aoi" });
    expect((await first.list("avatar"))[1]?.name).toBe("Aoi");
  });

  it("takes a removed one back, and deletes it with the sweep", async () => {
    const kept = createKeepsakes();
    await kept.remove("early");
    expect((await kept.list("avatar")).map(({ id }) => id)).toEqual(["late"]);
    await kept.takeBack("early");
    expect(await kept.list("avatar")).toHaveLength(2);
    await kept.remove("early");
    await kept.sweep();
    await kept.takeBack("early");
    expect((await kept.list("avatar")).map(({ id }) => id)).toEqual(["late"]);
    expect(await kept.file("early")).toBeNull();
  });

  it("sweeps one kind and leaves what can still be taken back of another", async () => {
    const kept = createKeepsakes();
    await kept.add(entry("coat"), file);
    await kept.remove("coat");
    await kept.remove("tune");
    await kept.sweep("avatar");
    await kept.takeBack("tune");
    expect((await kept.list("motion")).map(({ id }) => id)).toEqual(["tune"]);
    expect(await kept.file("coat")).toBeNull();
  });

  it("opens again after a newer version of the page had it closed", async () => {
    let block = (): void => undefined;
    const blocked = ((name: string, version: number, callbacks: Parameters<typeof openDB>[2]) => {
      const opening = openDB(name, version, callbacks as object);
      block = () => void opening.then((database) => callbacks?.blocking?.(1, 2, { target: database } as never));
      return opening;
    }) as unknown as typeof openDB;
    const kept = createKeepsakes(blocked);
    expect(await kept.list("motion")).toHaveLength(1);
    block();
    await Promise.resolve();
    expect(await kept.list("motion")).toHaveLength(1);
  });

  it("writes both parts or neither, and says when there is no room", async () => {
    const full = (async (...args: Parameters<typeof openDB>) => {
      const database = await openDB(...args);
      return new Proxy(database, {
        get: (target, key) =>
          key === "transaction"
            ? () => {
                throw new DOMException("no room", "QuotaExceededError");
              }
            : Reflect.get(target, key),
      });
    }) as unknown as typeof openDB;
    const added = createKeepsakes(full).add(entry("big"), file);
    await expect(added).rejects.toMatchObject({ reason: "full" });
    await expect(added).rejects.toBeInstanceOf(KeepsakeError);
    expect((await createKeepsakes().list("avatar")).map(({ id }) => id)).toEqual(["late"]);
  });

  it("tries again after the browser refused to open it", async () => {
    let refusals = 1;
    const kept = createKeepsakes(((...args: Parameters<typeof openDB>) =>
      refusals-- > 0 ? Promise.reject(new Error("no")) : openDB(...args)) as typeof openDB);
    await expect(kept.list("avatar")).rejects.toMatchObject({ reason: "unavailable" });
    expect(await kept.list("avatar")).toHaveLength(1);
  });
});
