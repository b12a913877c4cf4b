import "fake-indexeddb/auto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { nobodyElse } from "./changes.ts";
import { History } from "./history.ts";
import { turnMatches } from "./search.ts";
import { matchesIn, segmentOf, turnsOf } from "./segment.ts";
import { queryWords, searchable } from "./words.ts";

const words = fc.array(fc.constantFrom("a", "b", "ab", "ホ", "ほ", "テル", "Ａ", " ", "가", "**"), { maxLength: 6 });
const text = words.map((parts) => parts.join(""));

describe("a segment", () => {
  it("finds what a look at each turn finds", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 20 }), text, (said, query) => {
        const turns = said.map(([userText, assistantText], index) =>
          turnView({ key: `${index}`, userText, assistantText }),
        );
        const fresh = turns.map((turn) => ({ ...turn, conversation: "c" }));
        const segment = segmentOf(fresh.map((turn) => ({ ...turn, atMs: 0, words: wordsOf(turn) })));
        const asked = queryWords(query);
        fc.pre(asked.length > 0);
        expect(matchesIn(segment, asked).map((at) => segment.keys[at])).toEqual(
          turns.filter((turn) => turnMatches(turn, query)).map(({ key }) => key),
        );
      }),
    );
  });

  it("gives back what it was made of, without what is deleted", () => {
    const turn = (key: string, words: string | null) => ({ key, conversation: "c", atMs: 1, words });
    const turns = [turn("a", "one"), turn("b", null), turn("c", ""), turn("d", "four")];
    expect(turnsOf(segmentOf(turns))).toEqual(turns.filter(({ words }) => words !== null));
  });
});

const wordsOf = ({ userText, assistantText }: { userText: string; assistantText: string }): string =>
  searchable(`${userText}\n${assistantText}`);

describe("searching", () => {
  it("finds the same before and after the words are gathered, by any page", async () => {
    const name = "finder-gathered";
    const changes = nobodyElse();
    const [one, two] = [new History({ writer: "one", name, changes }), new History({ writer: "two", name, changes })];
    const turn = (index: number) =>
      turnView({
        key: `k${index}`,
        at: new Date(1_000_000 + index * 1_000).toISOString(),
        userText: `宿泊費 ${index}`,
      });
    await Promise.all(Array.from({ length: 300 }, (_, index) => one.save("c", turn(index))));
    const before = await one.search("宿泊費 29", 5);
    expect(before.turns.map(({ key }) => key)).toEqual(["k299", "k298", "k297", "k296", "k295"]);
    expect(before.total).toBe(13);
    await two.tidySearch();
    expect(await one.search("宿泊費 29", 5)).toEqual(before);
    await two.save("c", { ...turn(299), userText: "キャンセル", end: "completed" });
    expect((await one.search("宿泊費 29", 5)).total).toBe(12);
    expect((await one.search("きゃんせる", 5)).turns.map(({ key }) => key)).toEqual(["k299"]);
    await two.save("c", { ...turn(298), end: "ignored" });
    expect((await one.search("宿泊費 29", 5)).total).toBe(11);
    await one.tidySearch("at once");
    expect((await two.search("宿泊費 29", 5)).total).toBe(11);
    expect((await two.search("キャンセル", 5)).total).toBe(1);
    await Promise.all([one.close(), two.close()]);
  });
});
