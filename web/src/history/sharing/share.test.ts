import "fake-indexeddb/auto";
import { nextStamp, type SyncChanges, type SyncPush, type SyncRegister, type SyncTurn } from "@hisho/protocol";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { turnView } from "../../ui/testing/fixtures.ts";
import { History } from "../history.ts";
import type { PushOutcome, SharingClient } from "./client.ts";
import { openShadow } from "./shadow.ts";
import { share } from "./share.ts";

const START = Date.parse("2026-11-20T09:00:00Z");
const never = new AbortController().signal;
let names = 0;

/** A relay in memory that does as docs/protocol.md says, a few changes a page. */
class Relay {
  epoch = "e1";
  changes: ({ at: number; turn: SyncTurn } | { at: number; register: SyncRegister })[] = [];
  aheadOf: number | null = null;
  /** The id of a turn, or the value of a register, that it never takes. */
  refuses: string | undefined;
  #count = 0;

  page(cursor: string): SyncChanges {
    const [epoch, after = "0"] = cursor.split(".");
    const since = epoch === this.epoch ? Number(after) : 0;
    const all = this.changes.filter(({ at }) => at > since).sort((a, b) => a.at - b.at);
    const page = all.slice(0, 3);
    return {
      cursor: `${this.epoch}.${page.at(-1)?.at ?? Math.max(since, 0)}`,
      more: all.length > page.length,
      turns: page.flatMap((one) => ("turn" in one ? [one.turn] : [])),
      registers: page.flatMap((one) => ("register" in one ? [one.register] : [])),
    };
  }

  take({ turns, registers }: SyncPush): PushOutcome {
    if (
      turns.some(({ id }) => id === this.refuses) ||
      registers.some(({ value }) => value !== null && value === this.refuses)
    ) {
      return "refused";
    }
    if (this.aheadOf !== null && registers.some(({ stamp }) => Number(stamp.slice(0, 13)) > this.aheadOf!)) {
      return { aheadOf: this.aheadOf };
    }
    for (const register of registers) {
      const same = (one: (typeof this.changes)[number]) =>
        "register" in one &&
        one.register.session_id === register.session_id &&
        one.register.turn === register.turn &&
        one.register.name === register.name;
      const held = this.changes.find(same);
      if (held !== undefined && "register" in held && held.register.stamp >= register.stamp) continue;
      this.changes = [...this.changes.filter((one) => !same(one)), { at: ++this.#count, register }];
    }
    for (const turn of turns) {
      if (this.changes.some((one) => "turn" in one && one.turn.id === turn.id)) continue;
      this.changes.push({ at: ++this.#count, turn });
    }
    return "taken";
  }
}

interface Device {
  history: History;
  /** @param cutAfter requests after which the network is gone */
  round(cutAfter?: number): Promise<string>;
  clock: { ms: number };
}

async function device(relay: Relay, writer: string): Promise<Device> {
  const name = `share-${++names}`;
  const history = new History({ writer, name });
  const shadow = await openShadow(`${name}-shadow`);
  onTestFinished(async () => {
    shadow.close();
    await history.close();
  });
  const clock = { ms: START };
  return {
    history,
    clock,
    async round(cutAfter = Number.POSITIVE_INFINITY) {
      let left = cutAfter;
      const client: SharingClient = {
        changes: async (cursor) => (left-- > 0 ? structuredClone(relay.page(cursor)) : "away"),
        push: async (push) => {
          if (left-- <= 0) return "away";
          const outcome = relay.take(structuredClone(push));
          // The relay has it, and the answer is lost on the way.
          return left <= 0 && Number.isFinite(cutAfter) ? "away" : outcome;
        },
      };
      return (await share({ history, shadow, client, writer, now: () => new Date(clock.ms) }, never)).state;
    },
  };
}

const say = (one: Device, key: string, conversation = "c"): Promise<boolean> =>
  one.history.save(
    conversation,
    turnView({
      key,
      turn: 0,
      at: new Date(one.clock.ms).toISOString(),
      userText: `said ${key}`,
      userFinal: true,
      assistantText: "yes",
      assistantFinal: true,
      end: "completed",
    }),
  );

/** What a person sees. */
async function seen({ history }: Device): Promise<unknown> {
  const conversations = [...(await history.conversations())].sort((a, b) => (a.id < b.id ? -1 : 1));
  const all = [];
  for (const { id, title, titleEdited, pinnedAt } of conversations) {
    const turns = (await history.turns(id)).map(({ key, at, userText, assistantText, rating = null }) => ({
      key,
      at,
      userText,
      assistantText,
      rating,
    }));
    if (turns.length > 0) all.push({ id, title, titleEdited, isPinned: pinnedAt !== undefined, turns });
  }
  return all;
}

const settled = async (devices: readonly Device[]): Promise<void> => {
  for (let round = 0; round < 2; round += 1) for (const one of devices) expect(await one.round()).toBe("agreed");
};

describe("a shared history", () => {
  it("tells nobody what a visitor said at a reception, whatever becomes of it", async () => {
    const relay = new Relay();
    const [kiosk, phone] = await Promise.all([device(relay, "kiosk"), device(relay, "phone")]);
    kiosk.history.visited("visit");
    await say(kiosk, "v", "visit");
    kiosk.history.visited(null);
    await say(kiosk, "v", "visit");
    await say(kiosk, "o", "own");
    for (const one of [kiosk, phone, kiosk, phone]) expect(await one.round()).toBe("agreed");
    expect(relay.changes.flatMap((one) => ("turn" in one ? [one.turn.session_id] : []))).toEqual(["own"]);
    expect(await phone.history.turns("visit")).toEqual([]);
    expect(await kiosk.history.turns("visit")).toHaveLength(1);
  });

  it("is the same on another device, titles, pins and ratings included, and once more changes nothing", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    const tablet = await device(relay, "tablet");
    for (const key of ["a", "b", "d", "e", "f"]) await say(phone, key);
    await phone.history.setTitle("c", "買い物", "person", new Date(START));
    await phone.history.setPinned("c", true, new Date(START));
    await phone.history.setRating("b", "good");
    await settled([phone, tablet]);
    expect(await seen(tablet)).toEqual(await seen(phone));
    expect(await seen(tablet)).toMatchObject([{ title: "買い物", isPinned: true, turns: { length: 5 } }]);
    const before = relay.changes.length;
    await settled([phone, tablet]);
    expect(relay.changes.length).toBe(before);
    await tablet.history.setRating("b", null);
    await settled([tablet, phone]);
    expect((await phone.history.turns("c")).every(({ rating }) => rating === undefined)).toBe(true);
  });

  it("takes the relay's title until the person writes one, which wins for ever", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    await say(phone, "a");
    const made = (value: string, ms: number): SyncRegister => ({
      session_id: "c",
      turn: "",
      name: "made_title",
      value,
      stamp: nextStamp("relay", ms, undefined),
    });
    relay.take({ turns: [], registers: [made("made", START)] });
    await phone.round();
    expect(await phone.history.conversation("c")).toMatchObject({ title: "made", titleEdited: false });
    await phone.history.setTitle("c", "own", "person", new Date(START));
    await phone.round();
    relay.take({ turns: [], registers: [made("made again", START + 1_000_000)] });
    await phone.round();
    expect(await phone.history.conversation("c")).toMatchObject({ title: "own", titleEdited: true });
  });

  it("deletes everywhere, brings back everywhere, and forgets no tombstone when the words are gone", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    const tablet = await device(relay, "tablet");
    for (const key of ["a", "b"]) await say(phone, key);
    await settled([phone, tablet]);
    const at = new Date(START + 1000);
    await phone.history.delete({ conversations: ["c"] }, at);
    await phone.history.delete({ turns: ["a"] }, at);
    await settled([phone, tablet]);
    expect(await seen(tablet)).toEqual([]);
    await tablet.history.undelete(at.toISOString(), new Date(START + 1500));
    await settled([tablet, phone]);
    expect((await phone.history.turns("c")).map(({ key }) => key)).toEqual(["a", "b"]);
    await phone.history.delete({ conversations: ["c"] }, new Date(START + 2000));
    phone.clock.ms = START + 3_600_000;
    await phone.round();
    await phone.history.purge(new Date(phone.clock.ms));
    await settled([phone, tablet]);
    expect(await seen(phone)).toEqual([]);
    expect(await seen(tablet)).toEqual([]);
  });

  it("lets what was deleted after it had been brought back elsewhere stay deleted, whoever tells the relay first", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    const tablet = await device(relay, "tablet");
    await say(phone, "a");
    await say(phone, "b", "d");
    await settled([phone, tablet]);
    const at = (ms: number): Date => new Date(START + ms);
    for (const what of [{ turns: ["a"] }, { conversations: ["d"] }]) {
      await tablet.history.delete(what, at(1000));
      await phone.history.delete(what, at(3000));
    }
    await tablet.round(0);
    await tablet.history.undelete(at(1000).toISOString(), at(2000));
    await phone.round();
    tablet.clock.ms = START + 20_000;
    await settled([tablet, phone]);
    expect(await seen(phone)).toEqual([]);
    expect(await seen(tablet)).toEqual([]);
  });

  it("ends what a page had left open as the relay says, whatever that page writes later", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    const open = turnView({ key: "a", turn: 1, userText: "how long?", userFinal: true, assistantText: "Ten minu" });
    await phone.history.save("c", open);
    const cut = { assistant_text: "Ten minutes", end_reason: "interrupted" } as const;
    const told = { session_id: "c", id: "a", turn: 1, at: open.at, spoken: false, user_text: "how long?" };
    relay.take({ turns: [{ ...told, ...cut, language: "en-US", citations: [], heard_ms: 0 }], registers: [] });
    await settled([phone]);
    expect(await phone.history.turns("c")).toMatchObject([{ assistantText: "Ten minutes", end: "interrupted" }]);
    await phone.history.save("c", { ...open, turn: 0, assistantText: "" });
    expect(await phone.history.turns("c")).toMatchObject([{ assistantText: "Ten minutes", end: "interrupted" }]);
    expect(relay.changes).toHaveLength(1);
  });

  it("keeps back only what the relay refuses, not what goes with it", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    for (const key of ["a", "b", "bad", "d", "e"]) await say(phone, key);
    for (const key of ["f", "g"]) await say(phone, key, key);
    await phone.history.setTitle("c", "bad", "person", new Date(START));
    for (const key of ["f", "g"]) await phone.history.setTitle(key, key, "person", new Date(START));
    relay.refuses = "bad";
    await settled([phone]);
    const tablet = await device(relay, "tablet");
    await settled([tablet]);
    expect((await tablet.history.turns("c")).map(({ key }) => key)).toEqual(["a", "b", "d", "e"]);
    expect((await tablet.history.conversations()).map(({ title }) => title).sort()).toEqual(["", "f", "g"]);
  });

  it("tells everything to a relay that was restored, and mends stamps of a clock that is ahead", async () => {
    const relay = new Relay();
    const phone = await device(relay, "phone");
    await say(phone, "a");
    relay.aheadOf = START;
    phone.clock.ms = START + 86_400_000;
    await phone.history.setPinned("c", true, new Date(phone.clock.ms));
    await settled([phone]);
    relay.changes = [];
    relay.epoch = "e2";
    await settled([phone]);
    const tablet = await device(relay, "tablet");
    await settled([tablet]);
    expect(await seen(tablet)).toEqual(await seen(phone));
    expect(await seen(tablet)).toMatchObject([{ isPinned: true }]);
  });

  it("converges on three devices whatever they do, in whatever order, over a network that breaks", async () => {
    const who = fc.nat(2);
    const conversation = fc.constantFrom("c", "d");
    const deed = fc.oneof(
      { weight: 3, arbitrary: fc.record({ do: fc.constant("say" as const), who, conversation }) },
      fc.record({ do: fc.constant("title" as const), who, conversation, to: fc.constantFrom("", "x", "y") }),
      fc.record({ do: fc.constant("pin" as const), who, conversation, on: fc.boolean() }),
      fc.record({ do: fc.constant("rate" as const), who, nth: fc.nat(9), to: fc.constantFrom("good", "bad", null) }),
      fc.record({ do: fc.constant("delete turn" as const), who, nth: fc.nat(9) }),
      fc.record({ do: fc.constant("delete" as const), who, conversation }),
      fc.record({ do: fc.constant("undo" as const), who }),
      {
        weight: 3,
        arbitrary: fc.record({ do: fc.constant("share" as const), who, cut: fc.integer({ min: 0, max: 5 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (deeds) => {
        const relay = new Relay();
        const devices = await Promise.all(["phone", "tablet", "kiosk"].map((name) => device(relay, name)));
        const keys: string[] = [];
        for (const one of deeds) {
          const by = devices[one.who]!;
          // Clocks differ, and each goes on.
          by.clock.ms += 1000 + one.who * 137;
          const at = new Date(by.clock.ms);
          if (one.do === "say") {
            keys.push(`k${keys.length}`);
            await say(by, keys.at(-1)!, one.conversation);
          } else if (one.do === "title") await by.history.setTitle(one.conversation, one.to, "person", at);
          else if (one.do === "pin") await by.history.setPinned(one.conversation, one.on, at);
          else if (one.do === "rate")
            await by.history.setRating(keys[one.nth % keys.length] ?? "", one.to as "good" | null);
          else if (one.do === "delete turn")
            await by.history.delete({ turns: [keys[one.nth % keys.length] ?? ""] }, at);
          else if (one.do === "delete") await by.history.delete({ conversations: [one.conversation] }, at);
          else if (one.do === "undo") {
            const [last] = await by.history.deletions();
            if (last !== undefined) await by.history.undelete(last, at);
          } else await by.round(one.cut);
        }
        await settled(devices);
        const [first, ...others] = await Promise.all(devices.map(seen));
        for (const other of others) expect(other).toEqual(first);
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
