import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { turnView } from "../../ui/testing/fixtures.ts";
import { History } from "../history.ts";
import { type ReadBack, readArchive } from "./read-archive.ts";
import { lineOf } from "./record.ts";
import { readZip, StoredZip } from "./stored-zip.ts";
import { type Selection, writeArchive, writeMarkdown } from "./write-archive.ts";

const AT = new Date("2026-11-20T09:00:00Z");
const never = new AbortController().signal;
const ignore = (): void => undefined;
let names = 0;

function fresh(): History {
  const history = new History({ writer: "page", name: `archive-${++names}` });
  onTestFinished(() => history.close());
  return history;
}

const said = (key: string, minute: number, change = {}) =>
  turnView({
    key,
    at: new Date(AT.getTime() + minute * 60_000).toISOString(),
    userText: `「${key}」と言った`,
    userFinal: true,
    assistantText: `**${key}** です[1]。`,
    assistantFinal: true,
    citations: [{ n: 1, doc_id: "d", title: "規程", locator: "第3条", snippet: "…" }],
    end: "completed",
    ...change,
  });

async function filled(turns = 3): Promise<History> {
  const history = fresh();
  for (let number = 0; number < turns; number += 1) await history.save("one", said(`a${number}`, number));
  await history.save("two", said("b", 100));
  await history.setTitle("one", "出張", "person", AT);
  await history.setPinned("one", true, AT);
  await history.setRating("a1", "good");
  await history.keepPassage({
    turn: "a1",
    n: 1,
    docId: "d",
    start: 0,
    citedStart: 1,
    citedEnd: 2,
    text: "本文",
    length: 9,
    keptAt: AT.toISOString(),
  });
  await history.alter(async (database) => {
    const sound = new Blob([Uint8Array.of(0x50, 0x4b, 3, 4, 0, 255, 10)], { type: "audio/ogg" });
    await database.put("recordings", { turn: "a0", voice: "user", at: AT.toISOString(), bytes: sound.size, sound });
  });
  return history;
}

/** All there is, as it can be compared. */
const contents = (history: History): Promise<unknown> =>
  history.look(async (database) => ({
    conversations: await database.getAll("conversations"),
    turns: (await database.getAll("turns")).map(({ writer: _, revision: _revision, ...turn }) => turn),
    passages: await database.getAll("passages"),
    recordings: await Promise.all(
      (await database.getAll("recordings")).map(async ({ sound, ...rest }) => ({
        ...rest,
        type: sound.type,
        sound: [...new Uint8Array(await sound.arrayBuffer())],
      })),
    ),
  }));

const write = async (history: History, selection: Partial<Selection> = {}) =>
  (await history.look((database) => writeArchive(database, { voices: true, ...selection }, AT, ignore, never))).file;
const read = (file: Blob, history: History) => readArchive(file, (work) => history.alter(work), ignore, never);

async function counts(file: Blob, history: History): Promise<ReadBack> {
  const back = await read(file, history);
  if (back === "not ours") throw new Error("it is ours");
  return back;
}

describe("an archive", () => {
  it("brings everything back as it was, and once more changes nothing", async () => {
    const history = await filled();
    const file = await write(history);
    const other = fresh();
    expect(await read(file, other)).toEqual({ conversations: 2, turns: 4, recordings: 1, lost: 0 });
    expect(await contents(other)).toEqual(await contents(history));
    expect(await read(file, other)).toEqual({ conversations: 0, turns: 0, recordings: 0, lost: 0 });
    expect(await contents(other)).toEqual(await contents(history));
    expect((await other.search("「a1」", 10)).total).toBe(1);
  });

  it("brings back what was deleted meanwhile, and none of its neighbours", async () => {
    const history = await filled();
    const before = await contents(history);
    const file = await write(history, { from: said("a1", 1).at });
    await history.delete("everything", new Date(AT.getTime() + 86_400_000));
    expect(await read(file, history)).toMatchObject({ turns: 3, lost: 0 });
    expect((await history.turns("one")).map(({ key }) => key)).toEqual(["a1", "a2"]);
    expect(await read(await write(history), history)).toMatchObject({ turns: 0 });
    const all = await write(await filled());
    await read(all, history);
    expect(await contents(history)).toEqual(before);
  });

  it("holds one conversation, or a range of time, or no voices, where that was asked for", async () => {
    const history = await filled();
    const turnsIn = async (selection: Partial<Selection>) => {
      const other = fresh();
      const { turns, recordings } = await counts(await write(history, selection), other);
      return [turns, recordings];
    };
    expect(await turnsIn({ conversation: "two" })).toEqual([1, 0]);
    expect(await turnsIn({ from: said("a1", 1).at, to: said("a2", 2).at })).toEqual([1, 0]);
    expect(await turnsIn({ conversation: "one", voices: false })).toEqual([3, 0]);
    expect(await turnsIn({ conversation: "nowhere" })).toEqual([0, 0]);
  });

  it("loses only what is damaged, wherever that is, and says how much", async () => {
    const history = await filled(40);
    const whole = new Uint8Array(await (await write(history)).arrayBuffer());
    const position = fc.nat(whole.length - 1);
    const damage = fc.record({ at: position, bytes: fc.uint8Array({ minLength: 1, maxLength: 400 }) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes }) => {
        const damaged = whole.slice();
        damaged.set(bytes.subarray(0, whole.length - at), at);
        const other = fresh();
        const back = await read(new Blob([damaged]), other);
        expect(back).not.toBe("not ours");
        // A turn has some 600 bytes: the damage touches three at most.
        expect((back as { turns: number }).turns).toBeGreaterThanOrEqual(41 - 3);
        const originals = new Map((await history.turns("one")).map((turn) => [turn.key, turn]));
        for (const turn of await other.turns("one")) {
          const { rating: _, ...words } = turn;
          expect(originals.get(turn.key)).toMatchObject(words);
        }
      }),
      { numRuns: 25 },
    );
  });

  it("gives what stands in the half of a file that is left", async () => {
    const history = await filled(40);
    const file = await write(history);
    const other = fresh();
    const back = await counts(file.slice(0, Math.floor(file.size / 2)), other);
    expect(back.turns).toBeGreaterThan(15);
    expect(back.turns).toBeLessThan(30);
    expect((await other.turns("one")).map(({ key }) => key)).toEqual(
      (await history.turns("one")).slice(0, back.turns).map(({ key }) => key),
    );
  });

  it("takes nothing that is hostile, and says what is not ours", async () => {
    const history = fresh();
    const zip = new StoredZip();
    const turn = { ...said("x", 0), conversation: "c" };
    const bad = [
      lineOf({ kind: "turn", ...turn, at: "yesterday" }),
      lineOf({ kind: "turn", ...turn, conversation: "../../etc" }),
      lineOf({ kind: "recording", turn: "x", voice: "user", at: turn.at, type: "audio/ogg", file: "voices/none" }),
      `00000000 ${JSON.stringify({ kind: "turn", ...turn })}\n`,
      `${"[".repeat(100_000)}\n`,
    ];
    const polluting = JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}') as object;
    const good = lineOf(Object.assign({ kind: "turn" as const, ...turn }, polluting));
    await zip.add("turns-1.jsonl", new Blob([...bad, good]), AT);
    expect(await read(zip.finish(), history)).toMatchObject({ turns: 1, lost: 5 });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await read(new Blob(["hello"]), history)).toBe("not ours");
    expect(await read(new Blob([""]), history)).toBe("not ours");
    expect(await read(new Blob(['{"format":"other"}']), history)).toBe("not ours");
    expect(await read(new Blob(["{".repeat(1_000_000)]), history)).toBe("not ours");
  });

  it("reads what earlier versions wrote out as JSON", async () => {
    const history = await filled();
    const other = fresh();
    const file = new Blob([await history.exportJson(AT)]);
    expect(await read(file, other)).toEqual({ conversations: 2, turns: 4, recordings: 0, lost: 0 });
    const half = JSON.parse(await history.exportJson(AT)) as { conversations: { turns: unknown[] }[] };
    half.conversations[0]!.turns.push({ key: 5 }, null);
    expect(await read(new Blob([JSON.stringify(half)]), fresh())).toMatchObject({ turns: 4, lost: 2 });
  });

  it("stops when it is told to, with what is there until then", async () => {
    const history = await filled();
    const stop = new AbortController();
    stop.abort(new DOMException("enough", "AbortError"));
    const writing = history.look((database) => writeArchive(database, { voices: true }, AT, ignore, stop.signal));
    await expect(writing).rejects.toThrow("enough");
    const file = await write(history);
    await expect(readArchive(file, (work) => history.alter(work), ignore, stop.signal)).rejects.toThrow("enough");
    expect((await history.turns("one")).length).toBe(3);
  });

  it("is words to read as Markdown", async () => {
    const history = await filled(1);
    const words = { you: "あなた", secretary: "秘書", untitled: "無題", when: (at: Date) => at.toISOString() };
    const { file } = await history.look((database) =>
      writeMarkdown(database, { voices: false, conversation: "one" }, words, ignore, never),
    );
    expect(await file.text()).toBe(
      "# 出張\n\n*2026-11-20T09:00:00.000Z*\n\n**あなた**\n\n> 「a0」と言った\n\n**秘書**\n\n**a0** です[1]。\n\n- [1] 規程, 第3条\n\n---\n\n",
    );
  });
});

describe("a stored archive", () => {
  it("unpacks what was compressed afterwards, no more than it may", async () => {
    const bomb = new Blob([new Uint8Array(5_000_000)]);
    const packed = await new Response(bomb.stream().pipeThrough(new CompressionStream("deflate-raw"))).blob();
    const zip = new StoredZip();
    const starts: number[] = [];
    for (const [at, name] of ["turns-1.jsonl", "turns-2.jsonl", "voices/1.ogg"].entries()) {
      starts.push(at === 0 ? 0 : starts[at - 1]! + 43 + packed.size);
      await zip.add(name.padEnd(13), packed, AT);
    }
    const bytes = new Uint8Array(await zip.finish().arrayBuffer());
    for (const start of starts) {
      new DataView(bytes.buffer).setUint16(start + 8, 8, true);
      new DataView(bytes.buffer).setUint32(start + 22, bomb.size, true);
    }
    const found = [];
    for await (const one of readZip(new Blob([bytes]), 1_000_000, never)) found.push(one);
    expect(found).toHaveLength(3);
    expect(found.every(({ content }) => content.size <= 1_000_000)).toBe(true);
    const all = found.reduce((sum, { content }) => sum + content.size, 0);
    expect(all, "of all of them").toBeLessThanOrEqual(30 * bytes.length + 1_000_000);
  });
});
