import { describe, expect, it } from "vitest";
import { tidy, understand } from "./intent.ts";
import { tongueOf } from "./tongues.ts";

const read = (text: string) => understand(tidy(text), tongueOf("auto", text).rules);

describe("what somebody is to be reminded of, without the words that quote it", () => {
  it.each([
    ["5시에 회의라고 알려 줘", "회의"],
    ["5시에 생일이라고 알려 줘", "생일"],
    ["5시에 퇴근 시간이라고 말해 줘", "퇴근 시간"],
    ["5시에 휴가라고 알려 줘", "휴가"],
    ["5시에 “치과 예약”이라고 알려 줘", "치과 예약"],
    ["5시에 전화하라고 말해 줘", "전화하기"],
    ["5시에 병원 가라고 알려 줘", "병원 가기"],
    ["5시에 일어나라고 알려 줘", "일어나기"],
    ["5시에 빵 만들라고 알려 줘", "빵 만들기"],
    ["5시에 강아지 먹이라고 알려 줘", "강아지 먹이기"],
    ["5시에 약 먹으라고 알려 줘", "약 먹기"],
    ["5시에 약 먹도록 알려 줘", "약 먹기"],
    ["5시에 밥 먹자고 알려 줘", "밥 먹자"],
    ["5시에 회의 있다고 알려 줘", "회의 있다"],
    ["5時に会議と知らせて", "会議"],
    ["5時に会議だって教えて", "会議"],
    ["5時に会議ですって言って", "会議"],
    ["5時に会議だよって言って", "会議"],
    ["5時に会議っていうリマインダーをセットして", "会議"],
    ["5時に会議という通知をして", "会議"],
    ["5時に薬を飲むようにと知らせて", "薬を飲む"],
    ["5時に薬を飲んだと知らせて", "薬を飲んだ"],
    ["5時に「薬を飲む」とリマインドして", "薬を飲む"],
    ["Remind me at 5 to “call Tom”", "call Tom"],
    ['Remind me at 5: "call Tom"', "call Tom"],
    ["Set a reminder at 5 called dentist", "dentist"],
    ["Set a reminder for 5 pm that says take the cake out", "take the cake out"],
  ])("%s", (words, text) => {
    expect(read(words)).toMatchObject({ kind: "reminder-set", text });
  });
});

describe("an hour within what somebody is reminded of again and again", () => {
  it.each([
    ["毎日8時に「9時の会議」と知らせて", "9時の会議"],
    ["毎日8時に9時の会議と知らせて", "9時の会議"],
    ["毎日8時に9時から会議だと知らせて", "9時から会議"],
    ["毎日8時に10時に会議があると知らせて", "10時に会議がある"],
    ["毎日8時に19時までに帰るようにリマインドして", "19時までに帰る"],
    ["Every day at 8 remind me of the 9 o'clock meeting", "the 9 o'clock meeting"],
    ["Remind me every day at 8 that the meeting is at 9", "the meeting is at 9"],
    ["Every day at 8, remind me of the meeting at 9", "the meeting at 9"],
    ['Remind me every day at 8 "meeting at 9"', "meeting at 9"],
    ["매일 8시에 9시 회의라고 알려 줘", "9시 회의"],
    ["매일 8시에 9시에 회의 있다고 알려 줘", "9시에 회의 있다"],
    ["매일 8시에 9시부터 회의라고 알려 줘", "9시부터 회의"],
  ])("%s is of the matter", (words, text) => {
    expect(read(words)).toMatchObject({ kind: "reminder-set", text, when: { clock: { hour: 8 } }, repeat: {} });
  });

  it.each([
    "毎日8時20時に薬を飲むようにリマインドして",
    "毎日8時に20時に薬を飲むようにリマインドして",
    "毎日8時と20時の薬をリマインドして",
    "毎日8時から20時まで薬を飲むようにリマインドして",
    "Remind me every day at 8 to take my pills and at 20:00",
    "Remind me to take pills at 8 and to stretch at 9 every day",
    "매일 8시에 20시에 약 먹으라고 알려 줘",
    "매일 8시와 20시에 약이라고 알려 줘",
  ])("%s is a second time, which no rule holds", (words) => {
    expect(read(words)).toEqual({ kind: "reminder-repeating" });
  });
});
