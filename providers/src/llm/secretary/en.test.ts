import { describe, expect, it } from "vitest";
import { workOut } from "./arithmetic.ts";
import { RULES } from "./en.ts";
import { type Intent, tidy, understand } from "./intent.ts";
import { toDecimal } from "./rational.ts";

const read = (text: string) => understand(tidy(text), RULES);
const MINUTE = 60_000;
const clock = (hour: number, minute: number, half: "am" | "pm" | null = null) => ({ hour, minute, half });
const tomorrow = { kind: "offset", days: 1 } as const;

describe("what English speakers mean", () => {
  it.each<[string, Partial<Intent>]>([
    ["Hello.", { kind: "greeting" }],
    ["good morning hisho", { kind: "greeting" }],
    ["Thank you very much!", { kind: "thanks" }],
    ["bye", { kind: "goodbye" }],
    ["Who are you?", { kind: "who" }],
    ["are you a human", { kind: "who" }],
    ["what can you do", { kind: "abilities" }],
    ["what time is it", { kind: "time", city: null }],
    ["What’s the time now?", { kind: "time", city: null }],
    ["Do you know what time it is?", { kind: "time" }],
    ["what time is it in new york", { kind: "time", city: expect.objectContaining({ timeZone: "America/New_York" }) }],
    ["what day is it", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["What's the date today?", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["what day is tomorrow", { kind: "day", day: tomorrow }],
    ["what's the date next Friday", { kind: "day", day: { kind: "weekday", weekday: 5, week: 1 } }],
    ["what day of the week is December 25th", { kind: "day", day: { kind: "date", month: 12, day: 25 } }],
    ["what day was the third of march 2020", { kind: "day", day: { kind: "date", year: 2020, month: 3, day: 3 } }],
    ["what day is it in ten days", { kind: "day", day: { kind: "offset", days: 10 } }],
    ["how many days until december twenty fifth", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["set a timer for five minutes", { kind: "timer-set", ms: 5 * MINUTE, text: "" }],
    ["Set a tea timer for 3 minutes.", { kind: "timer-set", ms: 3 * MINUTE, text: "tea" }],
    ["Set another timer for 5 minutes", { kind: "timer-set", ms: 5 * MINUTE, text: "" }],
    ["Set an egg timer for 3 minutes", { kind: "timer-set", ms: 3 * MINUTE, text: "egg" }],
    ["ten minute timer", { kind: "timer-set", ms: 10 * MINUTE }],
    ["start a 90-second timer", { kind: "timer-set", ms: 90_000 }],
    ["Could you set a timer for an hour and a half?", { kind: "timer-set", ms: 90 * MINUTE }],
    ["set a timer for 1 hour and 20 minutes", { kind: "timer-set", ms: 80 * MINUTE }],
    ["set a timer for half an hour", { kind: "timer-set", ms: 30 * MINUTE }],
    ["how much time is left", { kind: "timer-list" }],
    ["what timers do I have", { kind: "timer-list" }],
    ["cancel the timer", { kind: "timer-cancel", which: { kind: "only" } }],
    ["Stop the five minute timer.", { kind: "timer-cancel", which: { kind: "duration", ms: 5 * MINUTE } }],
    ["cancel all timers", { kind: "timer-cancel", which: { kind: "all" } }],
    [
      "remind me at 6:30 pm to call Tanaka",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(6, 30, "pm") }, text: "call Tanaka" },
    ],
    [
      "remind me to call Tanaka at six thirty p.m.",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(6, 30, "pm") }, text: "call Tanaka" },
    ],
    [
      "Please remind me in 20 minutes to take the bread out.",
      { kind: "reminder-set", when: { kind: "in", ms: 20 * MINUTE }, text: "take the bread out" },
    ],
    [
      "remind me tomorrow at half past nine about the meeting",
      { kind: "reminder-set", when: { kind: "at", day: tomorrow, clock: clock(9, 30) }, text: "the meeting" },
    ],
    [
      "remind me to water the plants tomorrow morning",
      { kind: "reminder-set", when: { kind: "at", day: tomorrow, clock: null }, text: "water the plants" },
    ],
    [
      "remind me at quarter to one in the afternoon to eat",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(12, 45, "pm") }, text: "eat" },
    ],
    [
      "set a reminder for 18:30 to call the bank",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(18, 30) }, text: "call the bank" },
    ],
    [
      "remind me on Friday at noon to book a table for two",
      {
        kind: "reminder-set",
        when: { kind: "at", day: { kind: "weekday", weekday: 5, week: null }, clock: clock(12, 0, "pm") },
        text: "book a table for two",
      },
    ],
    ["remind me to buy milk", { kind: "reminder-set", when: null, text: "buy milk" }],
    ["what are my reminders", { kind: "reminder-list" }],
    ["cancel the reminder", { kind: "reminder-cancel", which: { kind: "only" } }],
    [
      "delete the reminder about the meeting",
      { kind: "reminder-cancel", which: { kind: "words", text: "the meeting" } },
    ],
    ["delete all my reminders", { kind: "reminder-cancel", which: { kind: "all" } }],
    ["take a note the door code is 4711", { kind: "note-add", text: "the door code is 4711" }],
    ["Make a note that Kim likes green tea.", { kind: "note-add", text: "Kim likes green tea" }],
    ["note down: buy stamps", { kind: "note-add", text: "buy stamps" }],
    ["read my notes", { kind: "note-list" }],
    ["delete the last note", { kind: "note-delete", which: { kind: "nth", n: -1 } }],
    ["delete the second note", { kind: "note-delete", which: { kind: "nth", n: 2 } }],
    ["delete note 3", { kind: "note-delete", which: { kind: "nth", n: 3 } }],
    ["delete all notes", { kind: "note-delete", which: { kind: "all" } }],
    ["hello, what time is it", { kind: "time", city: null }],
    ["could you tell me the time", { kind: "time", city: null }],
    ["hey what's the time", { kind: "time", city: null }],
    ["tell me the date", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["what is today", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["how many days until Christmas", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["hello how are you", { kind: "greeting" }],
    ["set timer five minutes", { kind: "timer-set", ms: 5 * MINUTE }],
    ["set a timer for 25 minutes for the pasta", { kind: "timer-set", ms: 25 * MINUTE, text: "pasta" }],
    [
      "wake me up at 7 am",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(7, 0, "am") }, text: "" },
    ],
    [
      "set an alarm for 7",
      { kind: "reminder-set", when: { kind: "at", day: null, clock: clock(7, 0, "am") }, text: "" },
    ],
    ["remind me to take my pills every 8 hours", { kind: "reminder-repeating" }],
    ["Take a note. Buy milk.", { kind: "note-add", text: "Buy milk" }],
  ])("%s", (text, intent) => {
    expect(read(text)).toMatchObject(intent);
  });

  it.each([
    ["12 times 8", "96"],
    ["What's twelve times eight?", "96"],
    ["how much is three thousand five hundred divided by seven", "500"],
    ["what is 20 percent of 500", "100"],
    ["8.5% of 1,200", "102"],
    ["0.1 + 0.2 =", "0.3"],
    ["subtract five from twenty", "15"],
    ["two and a half times four", "10"],
    ["(2 + 3) * 4", "20"],
    ["five squared", "25"],
    ["half of eleven", null],
    ["half of 11", null],
    ["ten minus fifteen", "-5"],
    ["12x12", "144"],
  ])("%s is %s", (text, expected) => {
    const intent = read(text);
    const sum = intent?.kind === "sum" ? workOut(intent.tokens) : undefined;
    const value = sum !== undefined && "value" in sum ? toDecimal(sum.value, 10)?.text : undefined;
    expect(value).toBe(expected ?? "5.5");
  });

  it.each([
    ["convert 5 miles to kilometers", "5", "miles", "kilometres"],
    ["how many grams are in two pounds", "2", "pounds", "grams"],
    ["what is 70 degrees fahrenheit in celsius", "70", "degrees Fahrenheit", "degrees Celsius"],
  ])("%s", (text, amount, from, to) => {
    const intent = read(text);
    expect(intent).toMatchObject({ kind: "convert", amount });
    if (intent?.kind === "convert") expect([intent.from.name.en, intent.to.name.en]).toEqual([from, to]);
  });

  it.each([
    ["Bring cake tomorrow at 3 pm", "Bring cake"],
    ["Change tires tomorrow at 10 am", "Change tires"],
    ["Shift at the hospital tomorrow at 9 pm", "Shift"],
    ["Push-ups tomorrow at 7 am", "Push-ups"],
    ["Extend visa Friday at 10 am", "Extend visa"],
  ])("%s is an appointment", (words, text) => {
    expect(read(words)).toMatchObject({ kind: "event-add", text });
  });

  it.each([
    "what is the date of the annual meeting",
    "do you have time to talk about the contract",
    "how many days of vacation do I have",
    "who are you calling tomorrow",
    "hello is the name of a song",
    "tell me about timers",
    "the timer on my oven is broken",
    "what is a timer",
    "he reminded me to call Tanaka",
    "this reminds me of home",
    "I made a note of it yesterday",
    "what do the notes of the meeting say",
    "thanks to the new rules we can close early",
    "what's the plus side of this plan",
    "one of my friends is here",
    "two times I told him",
    "twelve",
    "twenty five people came",
    "how much is the coffee",
    "convert the document to pdf",
    "what are miles",
    "good morning is what the sign says",
    "what is the capital of France",
    "",
    "hello world is a program",
    "every day is a new day",
    "how are you connected to the printer",
    "Get me up to speed at 5",
    "Move it tomorrow at 3 pm",
    "Bring that tomorrow at 3 pm",
    "Shift the dentist tomorrow at 3 pm",
    "Bring lunch forward tomorrow at 3 pm",
  ])("%j is no command", (text) => {
    expect(read(text)?.kind === "sum" ? workOutOf(text) : read(text)).toBeUndefined();
  });
});

function workOutOf(text: string) {
  const intent = read(text);
  return intent?.kind === "sum" ? workOut(intent.tokens) : intent;
}
