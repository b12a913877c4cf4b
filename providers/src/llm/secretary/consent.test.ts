import { expect, it } from "vitest";
import { consentOf, takesBack } from "./consent.ts";

it.each([
  ..."やっぱりやめて|いや、やめて|じゃあやめて|違います、元に戻して|間違えました、元に戻して|はい。やっぱりやめて|今のは取り消して|さっきのはキャンセルして|やっぱりなしで|元に戻してくれますか？".split(
    "|",
  ),
  ..."No, stop.|No. Stop.|Yes. No, stop.|actually, cancel that|Undo that!|undo it now|That was wrong, undo|never mind|Could you please cancel it?".split(
    "|",
  ),
  ..."아니 그만|아니요, 취소해 줘|방금 거 취소해 줘|잘못했어, 되돌려 줘|되돌려 주세요|되돌려 줄래?".split("|"),
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
  ..."いいです|ありがとう|いいえ|違う|違います|間違えました|じゃあ|取り消し？|明日の会議を取り消して|タイマーを止めて|やめておいた方がいい".split(
    "|",
  ),
  ..."no|no?|undo?|thanks|that's wrong|not now|cancel the meeting tomorrow|stop the timer|아니요|잘못했어|그만 자야겠다".split(
    "|",
  ),
])("%s takes nothing back", (words) => {
  expect(takesBack(words, false)).toBe(false);
});

it("takes for a no to a question what would take a write back", () => {
  for (const to of ["add", "move", "remove"] as const) {
    const consents = (...said: string[]) => said.map((words) => consentOf(words, to));
    expect(consents("やっぱりやめて", "いや、やっぱりなしで", "never mind", "아니 그만")).toEqual(Array(4).fill("no"));
    expect(consents("いいです", "undo?", "はい、でも16時にして")).toEqual(Array(3).fill(undefined));
  }
});

it.each([
  ..."はい、取り消して|はい、取り消してください|うん、予定をキャンセルして|はい、消してください|消して".split("|"),
  ..."はい、キャンセルで|はい、取り消しで|はい、取り消しでお願いします|Yes, cancel|Yes, cancel, please|네, 취소".split(
    "|",
  ),
  ..."Yes, cancel it|Yes please. Cancel that.|Sure, delete it|Delete it, please|네, 취소해 줘|네, 일정 취소해 주세요|지워 줘".split(
    "|",
  ),
])("%s is a yes to a removal alone", (words) => {
  expect(consentOf(words, "remove")).toBe("yes");
  expect([consentOf(words, "add"), consentOf(words, "move")]).not.toContain("yes");
});

it.each([
  ..."取り消して|キャンセル|やっぱり取り消して|はい、やっぱり取り消して|いや、取り消して|はい、取り消さないで|消さないで".split(
    "|",
  ),
  ..."cancel it|cancel|Yes, no, cancel it|No, cancel|いいえ、キャンセルで|아니요, 취소|Actually, cancel it|No, delete it|Yes, cancel it?|취소해 줘|아니, 취소해 줘".split(
    "|",
  ),
])("%s is no yes to a removal", (words) => {
  expect(consentOf(words, "remove")).not.toBe("yes");
});
