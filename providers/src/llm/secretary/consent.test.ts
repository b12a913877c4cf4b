import { expect, it } from "vitest";
import { consentOf, takesBack } from "./consent.ts";

it.each([
  ..."やっぱりやめて|いや、やめて|はい。やっぱりやめて|今のは取り消して|さっきのはキャンセルして|やっぱりなしで|元に戻してくれますか？".split(
    "|",
  ),
  ..."No, stop.|No. Stop.|Yes. No, stop.|actually, cancel that|Undo that!|never mind|Could you please cancel it?".split(
    "|",
  ),
  ..."아니 그만|아니요, 취소해 줘|방금 거 취소해 줘|되돌려 주세요|되돌려 줄래?".split("|"),
])("%s takes back what was just written, also over her voice", (words) => {
  expect([takesBack(words, false), takesBack(words, true)]).toEqual([true, true]);
});

it.each(["stop", "Stop it, please", "やめて", "그만", "그만해 주세요"])(
  "%s takes it back in silence, and over her voice may only silence her",
  (words) => {
    expect([takesBack(words, false), takesBack(words, true)]).toEqual([true, false]);
  },
);

it.each([
  ..."いいです|ありがとう|いいえ|違う|取り消し？|明日の会議を取り消して|タイマーを止めて|やめておいた方がいい".split(
    "|",
  ),
  ..."no|no?|undo?|thanks|cancel the meeting tomorrow|stop the timer|아니요|그만 자야겠다".split("|"),
])("%s takes nothing back", (words) => {
  expect(takesBack(words, false)).toBe(false);
});

it("takes for a no to a question what would take a write back", () => {
  expect(["やっぱりやめて", "いや、やっぱりなしで", "never mind", "아니 그만"].map(consentOf)).toEqual(
    Array(4).fill("no"),
  );
  expect(["いいです", "undo?", "はい、でも16時にして"].map(consentOf)).toEqual(Array(3).fill(undefined));
});
