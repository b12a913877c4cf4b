import fc from "fast-check";
import { expect, it } from "vitest";
import { type DirectedPart, StageDirections } from "./stage-directions.ts";

function read(pieces: readonly string[]): { text: string; shown: string[] } {
  const directions = new StageDirections();
  const parts: DirectedPart[] = [...pieces.flatMap((piece) => directions.push(piece)), ...directions.end()];
  let text = "";
  const shown: string[] = [];
  for (const part of parts)
    if (part.type === "text") text += part.text;
    else shown.push(`${text.length}:${part.direction.value} ${part.direction.weight}`);
  return { text, shown };
}

it.each([
  ["[[happy]]こんにちは。", "こんにちは。", ["0:happy 0.6"]],
  ["[[happy 0.3]] Hello. [[sad:0.8]] Sorry.", "Hello. Sorry.", ["0:happy 0.3", "7:sad 0.8"]],
  ["はい。[[bow_polite]]承知しました。", "はい。承知しました。", ["3:bow-polite 0.6"]],
  ["[[ HAPPY = .5 ]]Yes", "Yes", ["0:happy 0.5"]],
  ["［［sad］］申し訳ありません。", "申し訳ありません。", ["0:sad 0.6"]],
  ["Fine.[[happy]]", "Fine.", ["5:happy 0.6"]],
  ["[[嬉しい]]はい。[[お辞儀 0.4]]", "はい。", ["0:happy 0.6", "3:bow 0.4"]],
  ["［［슬픔］］죄송합니다.", "죄송합니다.", ["0:sad 0.6"]],
  [`[[${"미소".normalize("NFD")}]]네.`, "네.", ["0:smile 0.6"]],
  ["はい [1][[happy]]。", "はい [1]。", ["6:happy 0.6"]],
  ["Fine. [happy]", "Fine. ", ["6:happy 0.6"]],
  ["[[happy 7]]x", "x", ["0:happy 1"]],
])("takes %j out", (whole, text, shown) => {
  expect(read([whole])).toEqual({ text, shown });
});

it.each([
  ["[[happy]Hello", "Hello", ["0:happy 0.6"]],
  ["[[happy、それで", "、それで", ["0:happy 0.6"]],
  ["[happy] Hello", "Hello", ["0:happy 0.6"]],
  ["[[overjoyed]]Hello", "Hello", []],
  ["Hello [[hap", "Hello ", []],
  ["はい。[[嬉し", "はい。", []],
  ["[[驚き]はい。", "はい。", ["0:surprised 0.6"]],
  ["Hello [[happy\nthere", "Hello \nthere", ["6:happy 0.6"]],
])("neither shows nor says the malformed %j", (whole, text, shown) => {
  expect(read([whole])).toEqual({ text, shown });
});

it.each([
  "一泊12,000円までです [1]。",
  "See [happy](https://example.org) and [the guide][happy].",
  "a = [[1, 2], [3, 4]]",
  "[[Page of two words]] and [[1]]",
  "[[旅費規程]]と[普通]列車、[[여비 규정]]。",
  "```cpp\n[[nodiscard]] int f();\n```\nDone.",
  "Write `[[happy]]` to smile.",
  "- [ ] open\n- [x] done",
  "tail [",
])("leaves %j as it is", (whole) => {
  expect(read([whole])).toEqual({ text: whole, shown: [] });
});

const snippet = fc.oneof(
  fc.constantFrom(
    "[[happy]]",
    "[[sad 0.4]]",
    "[[bow]]",
    "[[嬉しい]]",
    "[[旅費規程]]",
    "[[嬉し",
    "[[happy]",
    "[[hap",
    "[",
    "[[",
    "]]",
    "]",
    "[1]",
    "`",
    "```\n",
  ),
  fc.constantFrom(" ", "\n", "。", "はい", "word", "[[1, 2]]", "[[cheerful]]", "[link](x)", "😀"),
  fc.string({ maxLength: 4 }),
);

it("makes no direction of what stands around one", () => {
  expect(read(["[[[happy][[happy]]]]"]).text).toBe("[[[happy]");
  expect(read(["[see [[happy]]]"]).text).toBe("[see ]");
});

it("reads the same however the text is cut into pieces", () => {
  fc.assert(
    fc.property(fc.array(snippet, { maxLength: 20 }), fc.array(fc.nat(), { maxLength: 30 }), (snippets, cuts) => {
      const whole = [...snippets.join("")];
      const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].sort((a, b) => a - b);
      const pieces = at.slice(1).map((end, i) => whole.slice(at[i], end).join(""));
      expect(read(pieces)).toEqual(read([whole.join("")]));
    }),
    { numRuns: 2_000 },
  );
});

it("never lets a known direction through outside of code, and never loses a word", () => {
  const plain = snippet.filter((text) => !text.includes("`"));
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 20 }), (snippets) => {
      const { text } = read([snippets.join("")]);
      expect(text).not.toMatch(/\[\[\s*(happy|sad|bow)\b[^\]\n]{0,8}\]\]/);
      const words = (all: string): number => all.split("はい").length;
      expect(words(text)).toBe(words(snippets.join("")));
    }),
    { numRuns: 2_000 },
  );
});
