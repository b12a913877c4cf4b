import "fake-indexeddb/auto";
import { expect, it, onTestFinished, vi } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { History } from "./history.ts";

/** Of two turns: each with its words for the search and its conversation. */
const WRITES = 6;

it("keeps turns whole or not at all, whichever of their writes is the last", async () => {
  for (let last = 0; last <= WRITES; last += 1) {
    const name = `cut-${last}`;
    const history = new History({ writer: "page", name });
    await history.conversations(); // opened
    const put = IDBObjectStore.prototype.put;
    let written = 0;
    const broken = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (this: IDBObjectStore, value) {
      written += 1;
      if (written > last) throw new DOMException("the page is killed", "UnknownError");
      return put.call(this, value);
    });
    onTestFinished(() => broken.mockRestore());
    const saved = await Promise.all(
      ["a", "b"].map((key) => history.save("c", turnView({ key, userText: `said ${key}`, end: "completed" }))),
    );
    broken.mockRestore();
    await history.close();

    const next = new History({ writer: "next", name });
    const turns = (await next.turns("c")).map(({ key }) => key).sort();
    const found = (await next.search("said", 5)).turns.map(({ key }) => key).sort();
    const conversations = await next.conversations();
    await next.close();
    expect(found).toEqual(turns);
    expect(conversations).toHaveLength(turns.length > 0 ? 1 : 0);
    expect(saved).toEqual(["a", "b"].map((key) => turns.includes(key)));
    expect(turns.length === 2).toBe(last === WRITES);
  }
});
