import { describe, expect, it } from "vitest";
import { conversationWords, copyWords, shareWords, turnWords } from "./turn-words.ts";

describe("the words of an exchange", () => {
  it("are question and answer without marks, and one of them where the other is missing", () => {
    const answer = { userText: " How far? ", assistantText: "It is **12 km** [1]." };
    expect(turnWords(answer)).toMatch(/^How far\?\n\nIt is 12 km ?\.$/);
    expect(turnWords({ userText: "How far?", assistantText: "" })).toBe("How far?");
  });

  it("of several follow each other, without what came to nothing", () => {
    const said = (userText: string, assistantText: string) => ({ userText, assistantText });
    expect(conversationWords([said("A?", "B."), said(" ", ""), said("C?", "")])).toMatch(/^A\?\n\nB\.\n\nC\?$/);
  });

  it("are not copied where the browser does not let it", async () => {
    const clipboard = { writeText: () => Promise.reject(new DOMException("no", "NotAllowedError")) };
    expect(await copyWords("a", { clipboard: clipboard as unknown as Clipboard })).toBe(false);
    expect(await copyWords("a", {} as Navigator), "an insecure address").toBe(false);
  });

  it("are shared where the browser can; choosing no app is no failure", async () => {
    const shared: unknown[] = [];
    expect(await shareWords("a", { share: async (data) => void shared.push(data) })).toBe(true);
    expect(shared).toEqual([{ text: "a" }]);
    expect(await shareWords("a", { share: () => Promise.reject(new DOMException("", "AbortError")) })).toBe(true);
    expect(await shareWords("a", { share: () => Promise.reject(new DOMException("", "NotAllowedError")) })).toBe(false);
    expect(await shareWords("a", {})).toBe(false);
  });
});
