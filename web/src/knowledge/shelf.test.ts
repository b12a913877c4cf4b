import type { DocumentStatus } from "@hisho/protocol";
import { describe, expect, it, vi } from "vitest";
import type { DocumentsClient, Gift, Taken } from "./documents-client.ts";
import { type Arrival, createShelf } from "./shelf.ts";

const document = (change: Partial<DocumentStatus> = {}): DocumentStatus => ({
  doc_id: "d-1",
  source: "a.md",
  title: "A",
  media_type: "text/markdown",
  chunks: 1,
  bytes: 3,
  pages: null,
  pii_flag: false,
  embedding_version: "e",
  progress: null,
  updated_at: "2026-11-20T00:00:00Z",
  ...change,
});

/** A relay whose uploads end when the test says so. */
function setUp(options: { isAway?: boolean } = {}) {
  let documents: DocumentStatus[] = [];
  const sends: { name: string; sent: (share: number) => void; end: (taken: Taken) => void }[] = [];
  const asked: string[] = [];
  let isAway = options.isAway ?? false;
  const client: DocumentsClient = {
    list: async () => (isAway ? null : documents),
    send: ({ path }, sent) => new Promise((end) => sends.push({ name: path, sent, end })),
    fetchPage: async (url) => {
      asked.push(url);
      return { outcome: "refused", reason: "private" };
    },
    remove: async (docId) => {
      asked.push(`remove ${docId}`);
      documents = documents.filter(({ doc_id }) => doc_id !== docId);
      return !isAway;
    },
    reindex: async (docId) => {
      asked.push(`reindex ${docId}`);
      return true;
    },
    flagPersonal: async (docId, holds) => {
      asked.push(`personal ${docId} ${holds}`);
      return !isAway;
    },
    search: async () => null,
    text: async () => null,
  };
  let remembered: readonly DocumentStatus[] = [document({ doc_id: "old", title: "Old" })];
  const later: (() => void)[] = [];
  const shelf = createShelf(
    client,
    {
      shelf: async () => remembered,
      keepShelf: async (kept) => {
        remembered = kept;
        return true;
      },
    },
    {
      after: (_delayMs, task) => {
        later.push(task);
        return () => void later.splice(later.indexOf(task), 1);
      },
    },
  );
  return {
    shelf,
    sends,
    asked,
    later,
    remembered: () => remembered,
    holds: (...held: DocumentStatus[]) => {
      documents = held;
    },
    goes: (away: boolean) => {
      isAway = away;
    },
    arrivals: (): readonly Arrival[] => shelf.store.getState().arrivals,
  };
}

const file = (path: string): Gift => ({ file: new File(["abc"], path.split("/").at(-1)!), path });

describe("what is on its way to the shelf", () => {
  it("goes one by one, each with its progress, and is on the shelf at the end", async () => {
    const { shelf, sends, later, holds, arrivals } = setUp();
    shelf.add([file("a.md"), file("b.md")]);
    await vi.waitFor(() => expect(sends.length).toBe(1));
    sends[0]!.sent(0.5);
    expect(arrivals()).toMatchObject([
      { name: "a.md", bytes: 3, state: "sending", share: 0.5 },
      { name: "b.md", state: "waiting" },
    ]);
    holds(document({ progress: 0.25 }));
    sends[0]!.sent(1);
    await vi.waitFor(() => expect(arrivals()[0]).toMatchObject({ state: "reading", share: 0.25 }));
    // It asks again while something is being indexed.
    await vi.waitFor(() => expect(later.length).toBe(1));
    holds(document({ progress: 0.75 }));
    later.shift()!();
    await vi.waitFor(() => expect(arrivals()[0]).toMatchObject({ share: 0.75 }));
    holds(document());
    sends[0]!.end({ outcome: "taken", documents: [document()], refused: [] });
    await vi.waitFor(() => expect(sends.map(({ name }) => name)).toEqual(["a.md", "b.md"]));
    expect(arrivals()).toMatchObject([{ name: "b.md", state: "sending" }]);
    expect(shelf.store.getState().documents).toEqual([document()]);
  });

  it("says of each why it was refused, and the others go on", async () => {
    const { shelf, sends, arrivals } = setUp();
    shelf.add([file("locked.pdf"), file("b.md")]);
    await vi.waitFor(() => expect(sends.length).toBe(1));
    sends[0]!.end({ outcome: "refused", reason: "encrypted" });
    await vi.waitFor(() => expect(sends.length).toBe(2));
    expect(arrivals()[0]).toMatchObject({ name: "locked.pdf", state: "refused", reason: "encrypted" });
    shelf.dismiss(arrivals()[0]!.id);
    expect(arrivals()).toMatchObject([{ name: "b.md" }]);
  });

  it("is known to the relay by its path, and what an archive held and nobody reads is said by its name", async () => {
    const { shelf, sends, holds, arrivals } = setUp();
    holds(document({ source: "notes/all.zip", progress: 0.5 }));
    shelf.add([file("notes/all.zip")]);
    await vi.waitFor(() => expect(sends.map(({ name }) => name)).toEqual(["notes/all.zip"]));
    sends[0]!.sent(1);
    await vi.waitFor(() => expect(arrivals()).toMatchObject([{ name: "all.zip", state: "reading", share: 0.5 }]));
    const refused = [{ name: "all.zip/photo.png", reason: "unknown" }];
    sends[0]!.end({ outcome: "taken", documents: [document()], refused });
    await vi.waitFor(() => expect(arrivals()).toMatchObject([{ name: "all.zip/photo.png", reason: "unknown" }]));
  });

  it("is kept for another try when the relay does not answer", async () => {
    const { shelf, sends, arrivals } = setUp();
    shelf.add([file("a.md")]);
    await vi.waitFor(() => expect(sends.length).toBe(1));
    sends[0]!.end({ outcome: "away" });
    await vi.waitFor(() => expect(arrivals()).toMatchObject([{ state: "away" }]));
    shelf.retry(arrivals()[0]!.id);
    await vi.waitFor(() => expect(sends.length).toBe(2));
    expect(arrivals()).toMatchObject([{ state: "sending" }]);
  });

  it("takes an address", async () => {
    const { shelf, asked, arrivals } = setUp();
    shelf.addPage("http://10.0.0.1/");
    await vi.waitFor(() => expect(arrivals()).toMatchObject([{ state: "refused", reason: "private", bytes: null }]));
    expect(asked).toEqual(["http://10.0.0.1/"]);
  });
});

describe("the shelf", () => {
  it("shows what this device remembers while the relay is away, and says that it does", async () => {
    const { shelf, holds, goes, remembered } = setUp({ isAway: true });
    await shelf.look();
    expect(shelf.store.getState()).toMatchObject({ documents: [{ title: "Old" }], fresh: false });
    goes(false);
    holds(document());
    await shelf.look();
    expect(shelf.store.getState()).toMatchObject({ documents: [{ title: "A" }], fresh: true });
    expect(remembered()).toEqual([document()]);
    goes(true);
    await shelf.look();
    expect(shelf.store.getState()).toMatchObject({ documents: [{ title: "A" }], fresh: false });
  });

  it("gives a document back before it is gone for good", async () => {
    const { shelf, asked, holds } = setUp();
    const second = document({ doc_id: "d-2", title: "B" });
    holds(document(), second);
    await shelf.look();
    shelf.remove(document());
    shelf.undo();
    await shelf.forget();
    expect(asked).toEqual([]);
    shelf.remove(document());
    // The next one makes the one before final.
    shelf.remove(second);
    await vi.waitFor(() => expect(asked).toEqual(["remove d-1"]));
    expect(shelf.store.getState().removed).toEqual(second);
    await shelf.forget();
    expect(asked).toEqual(["remove d-1", "remove d-2"]);
    expect(shelf.store.getState()).toMatchObject({ documents: [], removed: null, failed: false });
  });

  it("says when a removal came to nothing, and the document is back", async () => {
    const { shelf, holds, goes } = setUp();
    holds(document());
    await shelf.look();
    goes(true);
    shelf.remove(document());
    await shelf.forget();
    expect(shelf.store.getState().failed).toBe(true);
  });

  it("lets the person say whether a document holds personal data", async () => {
    const { shelf, asked, goes } = setUp();
    await shelf.flagPersonal("d-1", true);
    expect(asked).toEqual(["personal d-1 true"]);
    expect(shelf.store.getState().failed).toBe(false);
    goes(true);
    await shelf.flagPersonal("d-1", false);
    expect(shelf.store.getState().failed).toBe(true);
  });

  it("reads a document again once at a time", async () => {
    const { shelf, asked } = setUp();
    const both = Promise.all([shelf.reread("d-1"), shelf.reread("d-1")]);
    expect([...shelf.store.getState().rereading]).toEqual(["d-1"]);
    await both;
    expect(asked).toEqual(["reindex d-1"]);
    expect(shelf.store.getState().rereading.size).toBe(0);
  });
});
