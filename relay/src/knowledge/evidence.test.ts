import { describe, expect, it } from "vitest";
import { judge } from "./evidence.ts";

const word = (id: string, coverage: number) => ({ id, coverage, score: 10 * coverage });
const unread = () => undefined;
const found = (...rankings: Parameters<typeof judge>) =>
  judge(...rankings)
    .rankings.flat()
    .map(({ id }) => id);

describe("what a passage's words and meaning say of a question", () => {
  it("takes words alone where the embedding does not read the passage", () => {
    expect(found([word("much", 0.5), word("chance", 0.3)], [], unread)).toEqual(["much"]);
  });

  it("drops chance words that meaning speaks against, and keeps a name that stands there whatever meaning says", () => {
    const cosines: Record<string, number> = { bus: 0.1, name: 0.1 };
    expect(found([word("bus", 0.4), word("name", 1)], [], (id) => cosines[id])).toEqual(["name"]);
  });

  it("takes meaning alone, and not what is only faintly alike", () => {
    const near = [
      { id: "kids out of class", score: 0.6 },
      { id: "dinner", score: 0.4 },
    ];
    const { rankings, scores } = judge([], near, () => 0.4);
    expect(rankings.flat().map(({ id }) => id)).toEqual(["kids out of class"]);
    expect(scores.get("kids out of class")).toBe(0.6);
  });

  it("lets each ranking vote as far as it is sure, meaning less than words", () => {
    const { rankings } = judge([word("a", 0.8)], [{ id: "b", score: 0.8 }], unread);
    const [words, meaning] = rankings.map(([vote]) => vote?.evidence ?? 0);
    expect(words).toBe(0.8);
    expect(meaning).toBeGreaterThan(0);
    expect(meaning).toBeLessThan(0.8);
  });
});
