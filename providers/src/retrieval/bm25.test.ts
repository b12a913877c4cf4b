import { describe, expect, it } from "vitest";
import { Bm25 } from "./bm25.ts";
import { fuseRanks } from "./fuse.ts";
import { termsOf } from "./terms.ts";

describe("terms", () => {
  it("are stems of words for English, lower case, without grammar", () => {
    expect(termsOf("The meetings are in ROOM 12, boxes and cities!")).toEqual(["meet", "room", "12", "box", "citi"]);
  });

  it("are one to three characters for Japanese, without lone grammar", () => {
    expect(termsOf("駅まで")).toEqual(["駅", "駅ま", "駅まで"]);
    expect(termsOf("おにぎり")).toEqual(["おにぎ", "にぎり"]);
  });

  it("are one to three syllables for Korean, and words beside them", () => {
    expect(termsOf("회의 PDF를")).toEqual(["회", "회의", "의", "pdf", "를"]);
    expect(termsOf("3月5日")).toEqual(["3", "3月", "月", "5", "5日", "日"]);
  });

  it("are the same in full and half width", () => {
    expect(termsOf("ＡＢＣ ﾃﾞｰﾀ")).toEqual(termsOf("abc データ"));
  });
});

describe("BM25", () => {
  const texts: Record<string, string> = {
    wifi: "来客用の無線LANの暗証番号は玄関の棚にあります。",
    plants: "観葉植物の水やりは毎週月曜日に田中さんが担当します。",
    trash: "燃えるごみは火曜日と金曜日の朝に出してください。",
    회의: "주간 회의는 매주 수요일 오전 열 시에 회의실에서 열립니다.",
    주차: "방문자 주차장은 건물 뒤편에 있으며 두 시간까지 무료입니다.",
    report: "The quarterly report must be handed in by Friday noon.",
  };
  const index = new Bm25();
  for (const [id, text] of Object.entries(texts)) index.add(id, text);
  const best = (question: string): string | undefined => index.search(question, 3)[0]?.id;

  it("finds Japanese, Korean and English by their words", () => {
    expect(best("無線LANの暗証番号を教えて")).toBe("wifi");
    expect(best("植物に水をやるのは誰")).toBe("plants");
    expect(best("燃えるごみはいつ出すの")).toBe("trash");
    expect(best("회의는 언제 열려요?")).toBe("회의");
    expect(best("주차장이 어디예요?")).toBe("주차");
    expect(best("when is the quarterly report due")).toBe("report");
  });

  it("measures how much of the question is there", () => {
    expect(index.search("quarterly report", 1)[0]?.coverage).toBe(1);
    expect(index.search("quarterly zebra", 1)[0]?.coverage).toBeLessThan(0.6);
    expect(index.search("zebra crossing", 1)).toEqual([]);
    expect(index.search("what is the", 1)).toEqual([]);
    expect(index.search("", 1)).toEqual([]);
  });

  it("asks a text only for what its script can hold", () => {
    const mixed = new Bm25();
    mixed.add("en", "The TFTP server hands out the boot image.");
    mixed.add("ja", "起動イメージは TFTP サーバーが渡します。");
    const found = new Map(mixed.search("TFTP ネットブートの準備", 2).map(({ id, coverage }) => [id, coverage]));
    expect(found.get("en")).toBe(0.5);
    expect(found.get("ja")).toBeLessThan(0.5);
    expect(mixed.search("ネットブートの準備", 2).map(({ id }) => id)).not.toContain("en");
  });

  it("asks no more of the only text than of one among many", () => {
    const one = new Bm25();
    one.add("key", "予備の鍵は物置の青い箱の中に入っている。");
    expect(one.search("スペアの鍵は物置ですか", 1)[0]?.coverage).toBeGreaterThan(0.33);
    const only = new Bm25();
    only.add("car", "The car insurance is renewed every March.");
    expect(only.search("when does the insurance need renewal", 1)[0]?.coverage).toBeGreaterThan(0.33);
    expect(only.search("who won the cup in March 1998", 1)[0]?.coverage).toBeLessThan(0.33);
  });

  it("weighs a word in the heading twice", () => {
    const two = new Bm25();
    two.add("text", "boat harbour lamp", "cat");
    two.add("heading", "lamp harbour cat", "boat");
    expect(two.search("boat", 2).map(({ id }) => id)).toEqual(["heading", "text"]);
  });

  it("forgets a removed text, and replaces one that is added again", () => {
    const small = new Bm25();
    small.add("a", "alpha beta");
    small.add("b", "alpha");
    small.add("a", "gamma");
    expect(small.search("beta", 5)).toEqual([]);
    expect(small.search("alpha", 5).map(({ id }) => id)).toEqual(["b"]);
    small.remove("b");
    small.remove("b");
    expect(small.search("alpha", 5)).toEqual([]);
    expect(small.size).toBe(1);
  });

  it("answers after many removals as one that never held the removed", () => {
    const worn = new Bm25();
    const fresh = new Bm25();
    const words = ["ant", "bee", "cat", "dog", "eel", "fox", "gnu"];
    const text = (n: number): string => [n, n * 3 + 1, n * 5 + 2].map((each) => words[each % words.length]).join(" ");
    for (let n = 0; n < 300; n++) worn.add(`${n}`, text(n));
    for (let n = 0; n < 290; n++) worn.remove(`${n}`);
    for (let n = 290; n < 300; n++) fresh.add(`${n}`, text(n));
    worn.remove("299");
    fresh.remove("299");
    for (const word of words) expect(worn.search(word, 20)).toEqual(fresh.search(word, 20));
    expect(worn.size).toBe(9);
  });

  it("scores as the formula does", () => {
    const two = new Bm25();
    two.add("a", "cat cat dog");
    two.add("b", "dog");
    const weight = Math.log(1 + (200 - 1 + 0.5) / (1 + 0.5));
    const saturated = (2 * 2.2) / (2 + 1.2 * (0.25 + (0.75 * 3) / 2));
    expect(two.search("cat", 1)[0]?.score).toBeCloseTo(weight * saturated, 12);
  });
});

describe("rank fusion", () => {
  it("puts first what both rankings hold high", () => {
    const sure = (...ids: string[]) => ids.map((id) => ({ id, evidence: 1 }));
    const fused = fuseRanks([sure("a", "b", "c"), sure("b", "d")]);
    expect(fused.map(({ id }) => id)).toEqual(["b", "a", "d", "c"]);
    expect(fuseRanks([[], sure("x")])).toEqual([{ id: "x", score: 1 / 11 }]);
  });

  it("hears a ranking as far as it is sure", () => {
    const words = [{ id: "a", evidence: 0.9 }];
    expect(fuseRanks([words, [{ id: "b", evidence: 0.3 }]]).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(fuseRanks([words, [{ id: "b", evidence: 0 }]]).map(({ id }) => id)).toEqual(["a"]);
  });
});
