import { describe, expect, it } from "vitest";
import { memoryBook, readingBook } from "../../../testing/memory-book.ts";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import { createEmbeddedLlm } from "../../embedded.ts";
import type { MemoryBook } from "../../port.ts";

const NOW = new Date("2026-11-21T06:00:00Z");

async function answers(language: string, book: MemoryBook | undefined, lines: readonly string[]): Promise<string[]> {
  const llm = createEmbeddedLlm({ desk: new MemoryDesk(() => NOW) });
  const said: string[] = [];
  for (const [index, text] of lines.entries()) {
    const request = {
      sessionId: "s",
      turn: index + 1,
      messages: [{ role: "user" as const, text }],
      language,
      timeZone: "Asia/Tokyo",
      now: NOW,
      passages: [],
      memories: (await book?.memories()) ?? [],
      ...(book === undefined ? {} : { books: { memories: book, readings: readingBook(() => NOW) } }),
    };
    let answer = "";
    for await (const part of llm.reply(request, new AbortController().signal)) {
      if (part.type === "text") answer += part.text;
    }
    said.push(answer);
  }
  return said;
}

const textsOf = async (book: MemoryBook) => (await book.memories()).map(({ text }) => text);

describe("what the secretary is asked to remember", () => {
  it("is kept, told and forgotten in Japanese", async () => {
    const book = memoryBook(() => NOW);
    expect(
      await answers("ja-JP", book, [
        "ロッカーは214番だと覚えておいて",
        "妻の誕生日は5月3日って覚えておいてください。",
        "ロッカーは何番?",
        "何を覚えてる?",
        "妻の誕生日のことは忘れて",
        "何を覚えていますか",
      ]),
    ).toEqual([
      "「ロッカーは214番」と覚えました。",
      "「妻の誕生日は5月3日」と覚えました。",
      "「ロッカーは214番」と伺っています。",
      "2件覚えています。1番、「妻の誕生日は5月3日」。2番、「ロッカーは214番」。",
      "「妻の誕生日は5月3日」を忘れました。",
      "「ロッカーは214番」と覚えています。",
    ]);
  });

  it("is kept, told and forgotten in English", async () => {
    const book = memoryBook(() => NOW);
    expect(
      await answers("en-US", book, [
        "Remember that my locker is 214.",
        "Please remember my sister is called Nguyen",
        "What's my locker number?",
        "What do you remember?",
        "Forget what I said about my sister, please.",
        "What do you remember about me?",
      ]),
    ).toEqual([
      "I will remember: my locker is 214.",
      "I will remember: my sister is called Nguyen.",
      "You told me: my locker is 214.",
      "I remember 2 things. 1: my sister is called Nguyen. 2: my locker is 214.",
      "I have forgotten this: my sister is called Nguyen.",
      "You asked me to remember: my locker is 214.",
    ]);
  });

  it("is kept, told and forgotten in Korean", async () => {
    const book = memoryBook(() => NOW);
    expect(
      await answers("ko-KR", book, [
        "사물함은 214번이라고 기억해 줘",
        "아내 생일은 5월 3일이라고 기억해 주세요",
        "사물함이 몇 번이야?",
        "뭘 기억하고 있어?",
        "아내 생일에 대한 건 잊어 줘",
        "기억하고 있는 것을 알려 줘",
      ]),
    ).toEqual([
      "기억했어요: 사물함은 214번.",
      "기억했어요: 아내 생일은 5월 3일.",
      "이렇게 말씀하셨어요: 사물함은 214번.",
      "2가지를 기억하고 있어요. 1번, ‘아내 생일은 5월 3일’. 2번, ‘사물함은 214번’.",
      "잊었어요: 아내 생일은 5월 3일.",
      "이렇게 기억하고 있어요: 사물함은 214번.",
    ]);
  });

  it("is asked about where several fit, and nothing goes until the person has chosen", async () => {
    const book = memoryBook(() => NOW);
    await answers("en-US", book, ["Remember my red bike is in Kyoto", "Remember my blue bike is in Nara"]);
    const [which] = await answers("en-US", book, ["Forget about my bike"]);
    expect(which).toBe(
      "Which one should I forget? 1: my blue bike is in Nara. 2: my red bike is in Kyoto. Say, for example: forget number 1.",
    );
    expect(await textsOf(book)).toHaveLength(2);
    await answers("en-US", book, ["Forget number two"]);
    expect(await textsOf(book)).toEqual(["my blue bike is in Nara"]);
  });

  it("goes all at once only when all is said", async () => {
    const book = memoryBook(() => NOW);
    await answers("ja-JP", book, ["鍵は机の中だと覚えておいて", "車は2階だと覚えておいて"]);
    expect(await answers("ja-JP", book, ["それは忘れて"])).not.toEqual(["2件を忘れました。"]);
    expect(await textsOf(book)).toHaveLength(2);
    expect(await answers("ja-JP", book, ["覚えていることを全部忘れて"])).toEqual(["2件を忘れました。"]);
    expect(await textsOf(book)).toEqual([]);
  });

  it.each([
    ["en-US", "Forget it"],
    ["en-US", "Forget that."],
    ["en-US", "Remember to buy milk"],
    ["en-US", "Remember when we went to Nara?"],
    ["en-US", "Don't forget me"],
    ["en-US", "I forgot my umbrella"],
    ["ja-JP", "傘を忘れてしまった"],
    ["ja-JP", "さっきのは忘れて"],
    ["ja-JP", "昨日のこと覚えてる?"],
    ["ko-KR", "그건 잊어 줘"],
    ["ko-KR", "우산을 잊어버렸어"],
  ])("keeps and deletes nothing on %s %s", async (language, said) => {
    const book = memoryBook(() => NOW);
    await book.remember("傘 umbrella 우산", { sessionId: "s", turn: 1, language });
    await answers(language, book, [said]);
    expect(await textsOf(book)).toEqual(["傘 umbrella 우산"]);
  });

  it.each([
    ["ja-JP", "覚えておいて。Wi-Fiのパスワードはhisho2026", "Wi-Fiのパスワードはhisho2026"],
    ["ja-JP", "駐車場はB2ということを覚えておいてください", "駐車場はB2"],
    ["ja-JP", "母の電話番号は090-1234-5678なので覚えておいて", "母の電話番号は090-1234-5678"],
    ["ja-JP", "私は猫アレルギーだって覚えといて", "私は猫アレルギー"],
    ["en-US", "Can you remember that I'm allergic to cats?", "I'm allergic to cats"],
    ["en-US", "Keep in mind that the meeting room is on the third floor", "the meeting room is on the third floor"],
    ["en-US", "Don't forget that my flight is at nine", "my flight is at nine"],
    ["ko-KR", "내가 고양이 알레르기가 있다고 기억해 줘", "내가 고양이 알레르기가 있다"],
    ["ko-KR", "기억해 줘, 주차는 지하 2층", "주차는 지하 2층"],
    ["ko-KR", "와이파이 비밀번호는 hisho라는 걸 기억해 둬", "와이파이 비밀번호는 hisho"],
  ])("understands %s %s", async (language, said, kept) => {
    const book = memoryBook(() => NOW);
    await answers(language, book, [said]);
    expect(await textsOf(book)).toEqual([kept]);
  });

  it("says so where nothing may be kept", async () => {
    expect(await answers("en-US", undefined, ["Remember that my locker is 214"])).toEqual([
      "Nothing can be remembered here.",
    ]);
  });
});
