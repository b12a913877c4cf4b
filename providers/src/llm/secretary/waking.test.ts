/** Said on a Sunday at 15:00 in Tokyo; each line is what was said and when it rings there. */
import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../testing/memory-desk.ts";
import { answer } from "./answer.ts";
import { secretaryTools } from "./tools.ts";
import { isoLocal } from "./when.ts";

const NOW = new Date("2026-11-22T06:00:00Z");
const ZONE = "Asia/Tokyo";
type Table = readonly (readonly [words: string, at: string])[];

async function ringsAt(words: string, language: string): Promise<string | undefined> {
  const desk = new MemoryDesk(() => NOW);
  const request = { sessionId: "s", turn: 1, language, timeZone: ZONE, now: NOW, passages: [] };
  await answer({ ...request, messages: [{ role: "user", text: words }] }, desk);
  const [item] = await desk.list("s", "reminder");
  return item?.dueAt == null ? undefined : isoLocal(item.dueAt, ZONE).slice(5);
}

const EN: Table = [
  ["Wake me up at 6 tomorrow", "11-23T06:00"],
  ["Wake me up tomorrow at half past five", "11-23T05:30"],
  ["Wake me at 6", "11-23T06:00"],
  ["Wake me on Friday at 3", "11-27T03:00"],
  ["Wake me up at 12 tomorrow", "11-23T12:00"],
  ["Wake me up at 4 to call Tom", "11-23T04:00"],
  ["Get me up at 6 tomorrow", "11-23T06:00"],
  ["Give me a wake-up call at 6 tomorrow", "11-23T06:00"],
  ["Remind me to wake up at 6 tomorrow", "11-23T06:00"],
  ["Set an alarm for 6", "11-23T06:00"],
  ["Set an alarm for 6 tomorrow", "11-23T06:00"],
  ["Set my alarm for 5:30 on Friday", "11-27T05:30"],
  ["Alarm at 6 tomorrow", "11-23T06:00"],
  ["Wake me at 6, please", "11-23T06:00"],
  ["Wake me up every day at 5", "11-23T05:00"],
  ["Set an alarm every weekday at 6", "11-23T06:00"],
  // Near-misses.
  ["Wake me up at 6 pm", "11-22T18:00"],
  ["Wake me up tomorrow evening at 6", "11-23T18:00"],
  ["Wake me at 18:00", "11-22T18:00"],
  ["Wake me every evening at 6", "11-22T18:00"],
  ["Wake me up from my nap today at 4", "undefined"],
  ["Wake me up today at 4", "11-22T16:00"],
  ["Wake me at 4 to end my nap", "11-22T16:00"],
  ["Remind me to wake the baby tomorrow at 2", "11-23T14:00"],
  ["Set an alarm for 6 to call Tom", "11-22T18:00"],
  ["Set an alarm for 3 tomorrow", "11-23T15:00"],
  ["Remind me at 6 tomorrow to call Tom", "11-23T18:00"],
  ["Remind me to wake up the kids at 6 tomorrow", "11-23T06:00"],
  ["Remind me tomorrow at 5 to go to Grandpa's wake", "11-23T17:00"],
  ["Remind me tomorrow at 6 to attend the wake", "11-23T18:00"],
  ["Remind me tomorrow at 5 to check the wake word", "11-23T17:00"],
  ["Remind me tomorrow at 5 about the wake word", "11-23T17:00"],
  ["Remind me tomorrow at 5 about the alarm", "11-23T17:00"],
  ["Remind me every Friday about the wake at 5", "11-27T17:00"],
  ["Get me up to speed at 5", "undefined"],
];

const JA: Table = [
  ["明日6時に起こして", "11-23T06:00"],
  ["6時に起こして", "11-23T06:00"],
  ["明日の5時半に起こしてください", "11-23T05:30"],
  ["金曜の3時に起こして", "11-27T03:00"],
  ["明日12時に起こして", "11-23T12:00"],
  ["6時にアラームをかけて", "11-23T06:00"],
  ["明日6時にアラームをセットして", "11-23T06:00"],
  ["毎日5時に起こして", "11-23T05:00"],
  ["アラームを6時にセットして", "11-23T06:00"],
  ["目覚ましを6時半にかけて", "11-23T06:30"],
  ["明日6時に目覚ましをセットして", "11-23T06:00"],
  ["毎日6時にアラームをかけて", "11-23T06:00"],
  ["明日6時に起床とリマインドして", "11-23T06:00"],
  // Near-misses.
  ["夕方6時に起こして", "11-22T18:00"],
  ["今夜11時に起こして", "11-22T23:00"],
  ["18時に起こして", "11-22T18:00"],
  ["今日の4時に起こして", "11-22T16:00"],
  ["4時に昼寝から起こして", "11-22T16:00"],
  ["明日30分早く起こして", "undefined"],
  ["明日は1時間早く起こして", "undefined"],
  ["明日1時間早く起こして", "undefined"],
  ["明日1時間半早く起こして", "undefined"],
  ["明日は、30分遅く起こして", "undefined"],
  ["明日はもう少し早く起こして", "undefined"],
  ["明日は6時に起こして", "11-23T06:00"],
  ["明日6時に早く帰るとリマインドして", "11-23T18:00"],
  ["明日3時にアラームをかけて", "11-23T15:00"],
  ["明日6時に電話とリマインドして", "11-23T18:00"],
];

const KO: Table = [
  ["내일 6시에 깨워 줘", "11-23T06:00"],
  ["6시에 깨워 줘", "11-23T06:00"],
  ["내일 다섯 시 반에 깨워 주세요", "11-23T05:30"],
  ["금요일 3시에 깨워 줘", "11-27T03:00"],
  ["내일 12시에 깨워 줘", "11-23T12:00"],
  ["6시에 알람 맞춰 줘", "11-23T06:00"],
  ["내일 6시에 알람 설정해 줘", "11-23T06:00"],
  ["알람을 6시에 맞춰 줘", "11-23T06:00"],
  ["내일 알람 6시로 맞춰 줘", "undefined"],
  ["매일 5시에 깨워 줘", "11-23T05:00"],
  // Near-misses.
  ["저녁 6시에 깨워 줘", "11-22T18:00"],
  ["18시에 깨워 줘", "11-22T18:00"],
  ["오늘 4시에 깨워 줘", "11-22T16:00"],
  ["4시에 낮잠에서 깨워 줘", "11-22T16:00"],
  ["내일 3시에 알람 맞춰 줘", "11-23T15:00"],
  ["내일 6시에 전화라고 알려 줘", "11-23T18:00"],
];

describe.each([
  ["en-US", EN],
  ["ja-JP", JA],
  ["ko-KR", KO],
])("waking in %s", (language, table) => {
  it.each(table)("%s: %s", async (words, at) => {
    expect(String(await ringsAt(words, language))).toBe(at);
  });
});

it.each([
  ["wake up", "tomorrow at 6", "11-23T06:00"],
  ["起床", "明日6時", "11-23T06:00"],
  ["call Tom", "tomorrow at 6", "11-23T18:00"],
])("a model's reminder %s %s rings %s", async (what, when, at) => {
  const desk = new MemoryDesk(() => NOW);
  const tool = secretaryTools(desk).find(({ name }) => name === "add_reminder");
  await tool?.call(
    { what, when },
    { sessionId: "s", language: "en-US", timeZone: ZONE, now: NOW },
    new AbortController().signal,
  );
  const [item] = await desk.list("s", "reminder");
  expect(item?.dueAt && isoLocal(item.dueAt, ZONE).slice(5)).toBe(at);
});
