import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import { enAgenda } from "./en-agenda-words.ts";
import { memoryWords } from "./memory/en.ts";
import { readingWords } from "./readings/en.ts";
import { repeats } from "./repeating/en-words.ts";
import { sameDay, spanOf, type Words } from "./words.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const NAMED: Readonly<Record<number, string>> = {
  [-2]: "The day before yesterday",
  [-1]: "Yesterday",
  0: "Today",
  1: "Tomorrow",
  2: "The day after tomorrow",
};
const WEEK: Readonly<Record<number, string>> = { [-1]: "Last", 0: "This", 1: "Next" };

const weekday = (day: Day) => WEEKDAYS[weekdayOf(day)] ?? "";
const dateOf = (day: Day, today: Day) =>
  `${MONTHS[day.month - 1]} ${day.day}${day.year === today.year ? "" : `, ${day.year}`}`;
const clock = ({ hour, minute }: LocalTime) => `${hour}:${String(minute).padStart(2, "0")}`;
const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;

function span(ms: number): string {
  const { hours, minutes, seconds } = spanOf(ms);
  const parts = [
    hours > 0 ? count(hours, "hour") : "",
    minutes > 0 ? count(minutes, "minute") : "",
    seconds > 0 ? count(seconds, "second") : "",
  ].filter((part) => part !== "");
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function moment(due: LocalTime, today: Day): string {
  if (sameDay(due, today)) return `at ${clock(due)}`;
  const name = daysBetween(today, due) === 1 ? "tomorrow, " : "on ";
  return `${name}${weekday(due)}, ${dateOf(due, today)} at ${clock(due)}`;
}

/** Speaks to the person by their name, where it is known. */
const to = (person: string) => (person === "" ? "" : `, ${person}`);

/** As `moment`, with the day said where it is today: an hour alone may be heard as that of tomorrow. */
const namedMoment = (due: LocalTime, today: Day): string =>
  `${sameDay(due, today) ? "today " : ""}${moment(due, today)}`;

export const en: Words = {
  agenda: enAgenda,
  space: " ",
  greeting: (hour, person) =>
    `Good ${hour < 4 || hour >= 18 ? "evening" : hour < 12 ? "morning" : "afternoon"}${to(person)}. What can I do for you?`,
  thanks: (person) => `You are welcome${to(person)}.`,
  goodbye: (person) => `Goodbye${to(person)}. Speak to me any time.`,
  called: (person) => `Yes${to(person)}. What can I do for you?`,
  who: (name) =>
    `${name === "" ? "" : `My name is ${name}. `}I am a secretary program, a machine and not a person. I can help with time, sums, timers, reminders, notes and your documents.`,
  abilities:
    "I tell the time and date, work out sums and units, and keep timers, reminders and notes. I can also read out the sentences of your documents that answer a question.",
  noModel: "No language model is connected yet. Choose one under Settings, Connections.",
  notForVisitors: "I cannot help with that here. Please ask the staff.",
  modelAway:
    "The language model does not answer right now. Please try again in a while, or look after it under Settings, Connections.",
  nothingInDocuments: "I found nothing about that in your documents.",
  quoting: (title) => `“${title}” says this.`,
  time: (time, city) =>
    city === null
      ? `It is ${clock(time)}.`
      : `In ${city.en} it is ${clock(time)} on ${weekday(time)}, ${MONTHS[time.month - 1]} ${time.day}.`,
  day: (ref, day, today) => {
    const offset = daysBetween(today, day);
    const verb = offset < 0 ? "was" : "is";
    const date = offset === 0 ? `${MONTHS[day.month - 1]} ${day.day}, ${day.year}` : dateOf(day, today);
    if (ref.kind === "weekday")
      return `${ref.week === null ? "The coming" : WEEK[ref.week]} ${weekday(day)} ${verb} ${date}.`;
    if (ref.kind === "date") return `${date} ${verb} a ${weekday(day)}.`;
    const name = NAMED[offset] ?? (offset < 0 ? `${-offset} days ago` : `In ${offset} days it`);
    return `${name} ${verb} ${weekday(day)}, ${date}.`;
  },
  noSuchDay: "There is no such date. Could you say that again?",
  daysUntil: (day, days, today) => {
    if (days === 0) return "That is today.";
    const date = `${weekday(day)}, ${dateOf(day, today)}`;
    return days > 0 ? `It is ${count(days, "day")} until ${date}.` : `${date} was ${count(-days, "day")} ago.`;
  },
  sum: (expression, { text, isExact }) => `${expression} is ${isExact ? "" : "about "}${text}.`,
  signs: {
    "+": " plus ",
    "-": " minus ",
    "*": " times ",
    "/": " divided by ",
    "^": " to the power of ",
    of: " of ",
    "%": " percent",
    "(": " ( ",
    ")": " ) ",
  },
  powerEnd: "",
  sumProblem: { zero: "A number cannot be divided by zero.", size: "That number is too long to read out." },
  converted: (amount, from, to, { text, isExact }) =>
    `${amount} ${from.name.en} is ${isExact ? "" : "about "}${text} ${to.name.en}.`,
  timerSet: (ms, text) => `Your ${text === "" ? "" : `${text} `}timer is running for ${span(ms)}.`,
  timerOutOfRange: "A timer can run from 1 second to 24 hours.",
  reminderSet: (due, today, text) => `I will remind you ${namedMoment(due, today)}${text === "" ? "." : `: ${text}.`}`,
  reminderRepeats: (rule, first, today, text) =>
    `I will remind you ${repeats(rule)} at ${clock(first)}${text === "" ? "" : `: ${text}`}. The first time is ${namedMoment(first, today)}.`,
  askWhen: "When should I remind you? Please say it again with the time.",
  cannotRepeat:
    "I can remind you every day, on days of the week, every month or every year. Please say one of those, with the time.",
  reminderPast: "That time has passed. Please name one that is still to come.",
  changing: {
    putOff: ({ kind, text }, due, today) =>
      kind === "timer"
        ? `The ${text === "" ? "" : `${text} `}timer will ring ${namedMoment(due, today)} now.`
        : `I put it off. I will remind you ${namedMoment(due, today)}${text === "" ? "." : `: ${text}.`}`,
    stays: (rule, next) => `Otherwise it stays ${repeats(rule)} at ${clock(next)}.`,
    askScope: (rule, next, today, text) =>
      `${text === "" ? "That reminder" : `“${text}”`} comes ${repeats(rule)} at ${clock(next)}. Do you mean only the next time, ${namedMoment(next, today)}, or every time? Please say “only the next time” or “every time”.`,
    changed: (rule, first, today, text) =>
      `From now on I will remind you ${repeats(rule)} at ${clock(first)}${text === "" ? "" : `: ${text}`}. The next time is ${namedMoment(first, today)}.`,
    whichOne: "Which one do you mean? Please say its number.",
    whichName: "Which reminder do you mean? Please say it again with its name.",
    nothingRang: (timer) =>
      timer === undefined
        ? "Nothing has rung in the last hour. Please say what to put off, and until when."
        : `Nothing has rung yet: the ${timer.text === "" ? "" : `${timer.text} `}timer has ${span(timer.leftMs)} left. To make it longer, please say “extend the timer by 5 minutes”.`,
    oneAtATime: "I move one thing at a time. Please say which one, and by how much or until when.",
    noSuch: (text) =>
      `I find nothing called “${text}”. Please say the name as I noted it; I read out what there is when you say “list my reminders” or “what's on this week”.`,
    gone: "That reminder is not there any more. Please ask me for your reminders and choose again.",
  },
  noteAdded: (text) => `I noted: ${text}.`,
  askNote: "What should I note? Please say it again with the words.",
  list: (kind, items, total, today) => {
    const lines = items.map(({ text, leftMs, due, rule }, index) => {
      const number = total > 1 ? `${index + 1}: ` : "";
      if (kind === "timer") return `${number}the ${text === "" ? "" : `${text} `}timer has ${span(leftMs)} left.`;
      if (kind === "note" || due === null) return `${number}${text}.`;
      const when = rule === null ? moment(due, today) : `${repeats(rule)} at ${clock(due)}`;
      return `${number}${when}${text === "" ? "" : `, ${text}`}.`;
    });
    const head = total > 1 ? `You have ${count(total, kind)}. ` : "";
    const text = `${head}${lines.join(" ")}${total > items.length ? " There are more." : ""}`;
    return text.charAt(0).toUpperCase() + text.slice(1);
  },
  none: (kind) => (kind === "timer" ? "There is no such timer running." : `There is no such ${kind}.`),
  noneCalled: (kind, text) =>
    kind === "note" ? `I have no note about “${text}”.` : `There is no ${kind} called “${text}”.`,
  removed: (kind, n) => (kind === "timer" ? `I stopped ${count(n, "timer")}.` : `I deleted ${count(n, kind)}.`),
  whichOne: (kind) => `Which ${kind}? Please say its number, or all.`,
  memory: memoryWords,
  reading: readingWords,
};
