import { describe, expect, it } from "vitest";
import { bookShelf } from "../../../testing/memory-book.ts";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import { createEmbeddedLlm } from "../../embedded.ts";
import type { Books } from "../../port.ts";

const NOW = new Date("2026-11-21T06:00:00Z");

async function answer(books: Books, language: string, text: string): Promise<string> {
  const llm = createEmbeddedLlm({ desk: new MemoryDesk(() => NOW) });
  const messages = [{ role: "user" as const, text }];
  const request = { sessionId: "s", turn: 1, messages, language, timeZone: "UTC", now: NOW, passages: [], books };
  let said = "";
  for await (const part of llm.reply(request, new AbortController().signal))
    if (part.type === "text") said += part.text;
  return said;
}

const taught = async ({ readings }: Books) =>
  (await readings.readings()).map(({ written, spoken, language }) => [written, spoken, language]);

describe("readings that are taught by voice", () => {
  it.each([
    ["ja-JP", "『町田』は『まちだ』と読んで", "町田", "まちだ"],
    ["ja-JP", "町田はまちだって読んでください。", "町田", "まちだ"],
    ["ja-JP", "「一二三」の読み方は「ひふみ」です", "一二三", "ひふみ"],
    ["ja-JP", "小鳥遊と書いてたかなしと読みます", "小鳥遊", "たかなし"],
    ["en-US", "Pronounce 'Nguyen' as 'win'.", "Nguyen", "win"],
    ["en-US", "Please say Siobhan like shivawn", "Siobhan", "shivawn"],
    ["en-US", "Nguyen is pronounced win", "Nguyen", "win"],
    ["en-US", "Could you pronounce the name Xochitl as sochil, please?", "Xochitl", "sochil"],
    ["ko-KR", "‘町田’는 ‘마치다’라고 읽어 줘", "町田", "마치다"],
    ["ko-KR", "닌텐도를 닌텐도우라고 발음해 주세요", "닌텐도", "닌텐도우"],
  ])("%s %s", async (language, said, written, spoken) => {
    const books = bookShelf(() => NOW);
    expect(await answer(books, language, said)).toContain(written);
    expect(await taught(books)).toEqual([[written, spoken, language.slice(0, 2)]]);
  });

  it.each([
    ["ja-JP", "この本は何と読みますか"],
    ["ja-JP", "町田の読み方は何ですか"],
    ["en-US", "Read it like a story"],
    ["en-US", "How is Nguyen pronounced?"],
    ["en-US", "Say hello"],
    ["ko-KR", "이 글자는 어떻게 읽어?"],
  ])("teaches nothing by %s %s", async (language, said) => {
    const books = bookShelf(() => NOW);
    await answer(books, language, said);
    expect(await taught(books)).toEqual([]);
  });

  it("asks to type what was heard as the same letters, and takes a reading back", async () => {
    const books = bookShelf(() => NOW);
    expect(await answer(books, "ja-JP", "町田は町田と読んで")).toContain("仮名を打って");
    await answer(books, "ja-JP", "町田はまちだと読んで");
    expect(await answer(books, "ja-JP", "町田の読み方を忘れて")).toBe("「町田」は、元の読み方に戻しました。");
    expect(await taught(books)).toEqual([]);
    expect(await answer(books, "en-US", "Forget how to pronounce Nguyen")).toBe(
      "You have not taught me how to say Nguyen.",
    );
  });
});
