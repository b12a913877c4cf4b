import { describe, expect, it } from "vitest";
import { callIn, withoutCall } from "./call.ts";
import { namesOf } from "./names.ts";

const house = namesOf({ name: "", aliases: [] });
const named = (name: string, ...aliases: string[]) => namesOf({ name, aliases });

describe("spoken to by name", () => {
  it.each([
    ["ja", "しおり、今何時？"],
    ["ja", "しおりさん、明日の予定を教えて"],
    ["ja", "ねえ、シオリ、電話して"],
    ["ja", "えっと、詩織さん、牛乳を買うってメモして"],
    ["ja", "栞今何時ですか"],
    ["ja", "志織さんは何ができますか"],
    ["ja", "しより、今日は何日？"],
    ["ja", "しおーり、今日は何日？"],
    ["ja", "秘書さん、三分はかって"],
    ["ja", "おはようございます、しおりさん"],
    ["ja", "昨日の会議は長かったね。しおり、明日の予定は？"],
    ["ja", "今何時ですかしおりさん"],
    ["ja", "明日の予定を教えて、しおり。"],
    ["en", "Shiori, what time is it?"],
    ["en", "hey shiori what's the time"],
    ["en", "Hey, Siori. Set a timer."],
    ["en", "Shi ori, what time is it"],
    ["en", "Okay Shiory, take a note"],
    ["en", "Shiori, who is the manager?"],
    ["en", "Shiori can you hear me"],
    ["en", "What time is it, Shiori?"],
    ["en", "what time is it shiori"],
    ["en", "Thank you. Shiori, stop."],
    ["ko", "시오리, 지금 몇 시예요?"],
    ["ko", "시오리야 지금 몇 시야"],
    ["ko", "시오리 씨, 내일 일정 알려 줘"],
    ["ko", "저기 시오리 내일 날씨 어때"],
    ["ko", "쇼리, 지금 몇 시예요?"],
    ["ko", "지금 몇 시야 시오리야"],
    ["ko", "비서님, 메모해 줘"],
  ])("%s %s", (_language, text) => {
    expect(callIn(text, house, true)).not.toBeNull();
  });

  it.each([
    ["ja", "今何時？"],
    ["ja", "しおりを作ってください"],
    ["ja", "旅のしおりを印刷した？"],
    ["ja", "しおりさんに聞いてみたら"],
    ["ja", "しおりが言ってたよ"],
    ["ja", "さおりさん、会議ですよ"],
    ["ja", "かおりさん、電話です"],
    ["ja", "秘書室に電話して"],
    ["ja", "処理が終わりました"],
    ["ja", "そりゃ、そうだね"],
    ["ja", "私はきのう、しおりと話した"],
    ["en", "What time is it?"],
    ["en", "Sorry, I'm late."],
    ["en", "Story time is over"],
    ["en", "Shiori is great"],
    ["en", "Shiori's answer was wrong"],
    ["en", "I asked Shiori"],
    ["en", "We were talking about Shiori"],
    ["en", "Shiori and I went out"],
    ["en", "Shiori can do that"],
    ["en", "Saori, are you coming?"],
    ["en", "The secretary of state said no"],
    ["ko", "지금 몇 시예요?"],
    ["ko", "시오리가 그랬어"],
    ["ko", "시오리한테 물어봐"],
    ["ko", "서리가 내렸어요"],
    ["ko", "소리, 너무 커요"],
    ["ko", "비서실에 전화해 줘"],
  ])("not: %s %s", (_language, text) => {
    expect(callIn(text, house, true)).toBeNull();
  });

  it("is known in the partial as soon as the next word is, and not before", () => {
    const at = (text: string) => callIn(text, house, false) !== null;
    expect(["Shiori", "Shiori is", "Shiori what", "Shiori what time"].map(at)).toEqual([false, false, false, true]);
    expect(["しおり", "しおり、", "しおり今"].map(at)).toEqual([false, true, true]);
    expect(["시오리", "시오리야", "시오리야 지금"].map(at)).toEqual([false, false, true]);
    expect(at("What time is it, Shiori")).toBe(false);
  });

  it("hears the name that was chosen, in the other scripts too, and no longer the house's", () => {
    expect(callIn("아오이, 지금 몇 시예요?", named("あおい"), true)).not.toBeNull();
    expect(callIn("Aoi, what time is it?", named("あおい"), true)).not.toBeNull();
    expect(callIn("みんじゅん、今何時？", named("민준"), true)).not.toBeNull();
    expect(callIn("アレックス、今何時？", named("Alex"), true)).toBeNull();
    expect(callIn("アレックス、今何時？", named("Alex", "アレックス"), true)).not.toBeNull();
    expect(callIn("And so, my fellow Americans, ask not", named("my fellow Americans"), true)).not.toBeNull();
    expect(callIn("葵さん、今何時？", named("あおい", "葵"), true)).not.toBeNull();
    expect(callIn("Shiori, what time is it?", named("Alex"), true)).toBeNull();
    expect(callIn("Al, what time is it?", named("Alex"), true)).toBeNull();
  });

  it("begins where the sentence that is meant begins", () => {
    const from = (text: string) => text.slice(callIn(text, house, true)?.from ?? -1);
    expect(from("昨日は長かったね。ねえ、しおり、明日の予定は？")).toBe("ねえ、しおり、明日の予定は？");
    expect(from("He is late. What time is it? Shiori?")).toBe("What time is it? Shiori?");
    expect(from("The rate is 3.5 percent, Shiori, note that.")).toBe("The rate is 3.5 percent, Shiori, note that.");
    expect(from("Shiori?")).toBe("Shiori?");
  });
});

it.each([
  ["しおり、今何時？", "今何時？"],
  ["ねえ、しおりさん、今何時？", "ねえ、今何時？"],
  ["Hey Shiori, what time is it?", "Hey what time is it?"],
  ["What time is it, Shiori?", "What time is it"],
  ["시오리야 지금 몇 시야", "지금 몇 시야"],
  ["Shiori", "Shiori"],
  ["しおりを作って", "しおりを作って"],
])("asks %s as %s", (said, asked) => {
  expect(withoutCall(said, house)).toBe(asked);
});
