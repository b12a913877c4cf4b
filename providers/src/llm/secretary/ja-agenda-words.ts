import type { AgendaWords, ListedEvent } from "./agenda-words.ts";
import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import type { AgendaSpan } from "./intent.ts";
import { sameDay } from "./words.ts";

const WEEKDAY = "日月火水木金土";
const NAMED: Readonly<Record<number, string>> = { [-1]: "昨日", 0: "今日", 1: "明日", 2: "明後日" };
const WEEK: Readonly<Record<number, string>> = { [-1]: "先週", 0: "今週", 1: "来週", 2: "再来週" };
const PART = { morning: "午前", afternoon: "午後", evening: "夜" } as const;

const weekday = (day: Day) => `${WEEKDAY[weekdayOf(day)]}曜日`;
const dateOf = (day: Day, today: Day) =>
  `${day.year === today.year ? "" : `${day.year}年`}${day.month}月${day.day}日${weekday(day)}`;
const clock = ({ hour, minute }: LocalTime) => `${hour}時${minute === 0 ? "" : `${minute}分`}`;
const listName = (list: string) => (/リスト$/.test(list) ? list : `${list}リスト`);
const quoted = (items: readonly string[]) => items.map((item) => `「${item}」`).join("");

/** 明日11月22日日曜日; only the date for days without a name. */
const dayName = (day: Day, today: Day) => `${NAMED[daysBetween(today, day)] ?? ""}${dateOf(day, today)}`;

function spanName(span: AgendaSpan, [first]: readonly [Day, Day], today: Day): string {
  switch (span.kind) {
    case "day":
      return `${daysBetween(today, first) === 0 ? "今日" : dayName(first, today)}${span.part === null ? "" : `の${PART[span.part]}`}`;
    case "week":
      return WEEK[span.week] ?? `${dateOf(first, today)}からの週`;
    case "weekend":
      return `${span.week === 0 ? "今週" : (WEEK[span.week] ?? "")}の週末`;
    case "month":
      return `${first.month}月`;
    default:
      return span satisfies never;
  }
}

/** 10時から11時まで、採用の打ち合わせ、三階。 */
function line(event: ListedEvent): string {
  const { title, place, start, end, isReminder } = event;
  const when =
    start === null
      ? "終日"
      : end !== null && sameDay(start, end)
        ? `${clock(start)}から${clock(end)}まで`
        : clock(start);
  const what = isReminder ? `「${title === "" ? "お知らせ" : title}」のリマインダー` : title;
  return `${when}、${what}${place === "" ? "" : `、${place}`}。`;
}

function when({ start, firstDay, lastDay }: ListedEvent, today: Day): string {
  const day = daysBetween(today, firstDay) === 0 ? "今日" : dayName(firstDay, today);
  if (start !== null) return `${day}の${clock(start)}`;
  return sameDay(firstDay, lastDay) ? day : `${day}から${dateOf(lastDay, today)}まで`;
}

const head = (span: AgendaSpan, range: readonly [Day, Day], today: Day, isRest: boolean) =>
  `${spanName(span, range, today)}の${isRest ? "このあとの" : ""}予定`;

/** What is said of a reminder that has no words. */
const named = (title: string) => (title === "" ? "お知らせ" : `「${title}」`);

export const jaAgenda: AgendaWords = {
  shopping: "買い物",
  events(span, range, today, events, total, isRest) {
    const lines = events.map((event, index) => {
      const before = events[index - 1];
      const isNewDay = span.kind !== "day" && (before === undefined || !sameDay(before.firstDay, event.firstDay));
      return `${isNewDay ? `${event.firstDay.day}日${weekday(event.firstDay)}、` : ""}${line(event)}`;
    });
    return `${head(span, range, today, isRest)}は${total}件です。${lines.join("")}${total > events.length ? "ほかにもあります。" : ""}`;
  },
  noEvents: (span, range, today, isRest) => `${head(span, range, today, isRest)}はありません。`,
  next: (event, today) =>
    `${when(event, today)}に「${event.title}」${event.place === "" ? "" : `、場所は${event.place}`}です。`,
  noNext: "このあとの予定はありません。",
  unread: (name, since) =>
    `なお、「${name}」の予定表は${since.month}月${since.day}日${clock(since)}から読めていません。`,
  cut: (name) =>
    `なお、「${name}」の予定表は件数が多く、お伝えできたのは一部です。残りはその予定表でお確かめください。`,
  added: (event, today) =>
    `${when(event, today)}に「${event.title}」${event.place === "" ? "" : `、場所は${event.place}`}を予定に入れました。`,
  clash: (title) => `同じ時間に「${title}」があります。`,
  askEventWhen: "いつの予定でしょうか。日時も一緒に、もう一度お願いします。",
  eventPast: "その日時は暦にないか、もう過ぎています。これからの日時でお願いします。",
  moved: (event, today) => `${named(event.title)}を${when(event, today)}に変更しました。`,
  lengthened: (title, end, today) =>
    `「${title}」を${daysBetween(today, end) === 0 ? "今日" : dayName(end, today)}の${clock(end)}までに延ばしました。`,
  endsAlready: (title, end, today) =>
    `「${title}」は${daysBetween(today, end) === 0 ? "今日" : dayName(end, today)}の${clock(end)}までの予定です。それより後の時刻でお願いします。`,
  keepsLength: (title, calendar) =>
    `「${calendar}」のカレンダーの「${title}」は、ここからは延ばせません。元の予定表で終わりの時刻を変更してください。`,
  cancelled: (event, today) => `${when(event, today)}の「${event.title}」を取り消しました。「元に戻して」で戻せます。`,
  leftOut: (event, next, today) =>
    `${when(event, today)}の${named(event.title)}を一回お休みにしました。次は${dayName(next, today)}の${clock(next)}です。ずっと止めるときは、リマインダーを消してとおっしゃってください。`,
  onlyNext: (title) => `${named(title)}はくり返しです。動かしたり休んだりできるのは、次の一回だけです。`,
  noSuchEvent: "該当する予定は見つかりませんでした。",
  whichEvent: (events, today) =>
    `どの予定でしょうか。${events.map((event, index) => `${index + 1}番、${when(event, today)}の${named(event.title)}。`).join("")}番号でお答えください。`,
  readOnly: (title, calendar) =>
    `「${title}」は「${calendar}」の予定表のもので、ここからは変更できません。元の予定表で変更してください。`,
  askAdd: (event, calendar, today) =>
    `${when(event, today)}${event.start === null ? "に" : "から"}、「${event.title}」${event.place === "" ? "" : `、場所は${event.place}`}を「${calendar}」のカレンダーに入れていいですか。`,
  askMove: (event, calendar, today) =>
    `「${calendar}」のカレンダーの「${event.title}」を、${when(event, today)}に変更していいですか。`,
  askRemove: (event, calendar, today) =>
    `${when(event, today)}の「${event.title}」を、「${calendar}」のカレンダーから消していいですか。`,
  addedTo: (event, calendar, today) =>
    `${when(event, today)}に「${event.title}」を「${calendar}」のカレンダーに入れました。`,
  removedFrom: (event, calendar, today) =>
    `${when(event, today)}の「${event.title}」を「${calendar}」のカレンダーから消しました。間違いでしたら、すぐに「元に戻して」とおっしゃってください。`,
  takenOut: (event, calendar, today) =>
    `${when(event, today)}の「${event.title}」を取り消しました。「${calendar}」のカレンダーには残っていません。`,
  backIn: (event, calendar, today) =>
    `「${event.title}」を元に戻しました。「${calendar}」のカレンダーで、${when(event, today)}です。`,
  notTakenBack: "元に戻せませんでした。",
  notWritten: "わかりました。カレンダーには何も書いていません。",
  refused(reason, title, calendar) {
    switch (reason) {
      case "changed":
        return `「${title}」は、ほかのところで変更されていました。何も上書きしていません。予定を確かめて、もう一度お願いします。`;
      case "gone":
        return `「${title}」は「${calendar}」のカレンダーにもうありませんでした。予定を確かめてください。`;
      case "read-only":
        return `「${calendar}」のカレンダーには書き込めませんでした。設定の「予定表」で、書き込めるものを選んでください。`;
      case "repeats":
        return `「${title}」はくり返しの予定なので、私からは変更できません。元のカレンダーで変更してください。`;
      case "invitation":
        return `「${title}」にはほかの方が招待されているので、私からは変更できません。元のカレンダーで変更してください。`;
      case "refused":
        return `「${calendar}」のカレンダーに断られ、何も書けませんでした。パスワードが変わっていたら、設定の「予定表」で加え直してください。`;
      case "unreachable":
        return `「${calendar}」のカレンダーにつながらず、何も書けませんでした。しばらくしてから、もう一度お願いします。`;
      case "unknown":
        return `「${calendar}」のカレンダーから返事がなく、書けたかどうか確かめられませんでした。もう一度頼む前に、予定を確かめてください。`;
      default:
        return reason satisfies never;
    }
  },
  entriesAdded: (list, items) => `${listName(list)}に${quoted(items)}を加えました。`,
  entries: (list, items, total) =>
    `${listName(list)}は${total}件です。${items.join("、")}。${total > items.length ? "ほかにもあります。" : ""}`,
  emptyList: (list) => `${listName(list)}には何もありません。`,
  entryDone: (list, text) => `${listName(list)}の「${text}」を済みにしました。`,
  entryRemoved: (list, text) => `${listName(list)}から「${text}」を消しました。`,
  cleared: (list, count) => `${listName(list)}の${count}件を消しました。「元に戻して」で戻せます。`,
  noSuchEntry: (list, text) => `${listName(list)}に「${text}」は見当たりません。`,
  whichEntry: (items) => `どれでしょうか。${items.join("、")}。名前でお答えください。`,
  undone: (texts) => `${quoted(texts.filter((text) => text !== ""))}元に戻しました。`.replace("」元に", "」を元に"),
  nothingToUndo: "元に戻すものはありません。",
};
