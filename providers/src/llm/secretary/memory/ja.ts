import type { Rule } from "../intent.ts";
import { JA_NUMBER, japaneseNumber } from "../numbers.ts";
import type { MemoryIntent } from "./intent.ts";
import type { MemoryWords } from "./words.ts";

const PLEASE =
  "(?:おいて|といて|いて|て|ね|よ|ください|下さい|くれますか|くれる|くださいますか|ちょうだい|もらえますか|もらえる|ほしい(?:です)?|欲しい(?:です)?|お願い(?:します)?|、)*";
const KEEP = "(?:覚え|おぼえ|憶え|記憶し)";
const REMEMBER = new RegExp(
  `^(.+?)(?:(?:だ|なの|なん)?(?:という|っていう)?(?:こと|の)(?:を|は)|(?:だ|です|なんだ|なので)?(?:と|って)|なので|だから|を|は|、)、?${KEEP}(?:て|と(?=いて))(?!い?(?:る|ます|ない|た))${PLEASE}$`,
);
const FIRST = new RegExp(
  `^(?:(?:これ|次のこと|今から言うこと)(?:を|は)?)?${KEEP}て(?:おいて|といて)?${PLEASE}[。、:]\\s*(.+)$`,
);
const BARE = new RegExp(`^(?:これ|次のこと)?(?:を|は)?${KEEP}て(?:おいて|といて)${PLEASE}$`);
const ASKS = "(?:いる|る|います|ます)(?:こと|もの)?(?:は|を|って)?(?:何|なに)?(?:です)?(?:か|の|かな)*";
const RECALL = new RegExp(
  `^(?:(?<about>.+?)(?:のこと|について|に関して)(?:は|で|を)?、?)?(?:私が|僕が)?(?:今まで|これまで)?(?:何|なに)?(?:を|か|が)?${KEEP}て${ASKS}(?:(?:全部|すべて)?(?:教えて|言って|聞かせて|見せて|読み上げて)${PLEASE})?$`,
);
const FORGET = new RegExp(
  `^(?:(?<words>.+?)(?:(?:に関する|についての|の)(?:記憶|話)|(?:の|っていう|という)?こと|について(?:言ったこと|の話)?|と(?:言った|いう)(?:の|こと|話))?)?(?:を|は|、)?(?<all>全部|すべて|全て|ぜんぶ)?(?:を)?(?:忘れて|わすれて)(?!い|しま|た)${PLEASE}$`,
);
const EVERYTHING = new RegExp(
  `^(?:(?:これまで|今まで)?(?:に)?${KEEP}て(?:いる|る)|記憶した|私の)?(?:こと|もの)?(?:を)?(?:全部|すべて|全て|何もかも|ぜんぶ)?(?:を)?$`,
);
const NUMBERED = new RegExp(
  `^(?:(?<n>${JA_NUMBER})(?:番目?|つ目|個目|件目|番め)|(?<last>最後|最新)|(?<first>最初))(?:の(?:記憶|もの|やつ|こと))?$`,
);
/** How people wave something aside, which deletes nothing. */
const NEVER_MIND = /^(?:それ|これ|あれ|今の|さっきの|今の話|さっきの話|そのこと|この話|その話)$/;

export const memoryRule: Rule = (text): MemoryIntent | undefined => {
  const recalled = RECALL.exec(text);
  if (recalled !== null) return { kind: "recall", about: aboutOf(recalled.groups?.about) };
  if (BARE.test(text)) return { kind: "remember", text: "" };
  const kept = FIRST.exec(text)?.[1] ?? REMEMBER.exec(text)?.[1];
  if (kept !== undefined) return { kind: "remember", text: kept.replace(/[、。]$/, "") };
  const forgotten = FORGET.exec(text)?.groups;
  if (forgotten === undefined) return undefined;
  const { words = "", all } = forgotten;
  if (NEVER_MIND.test(words)) return undefined;
  const numbered = NUMBERED.exec(words)?.groups;
  if (numbered !== undefined) {
    const { n, last } = numbered;
    const number = n === undefined ? (last === undefined ? 1 : -1) : Number(japaneseNumber(n));
    return { kind: "forget", meant: { n: number } };
  }
  if (EVERYTHING.test(words)) {
    const isAll = all !== undefined || /全部|すべて|全て|何もかも|ぜんぶ/.test(words);
    return isAll ? { kind: "forget", meant: { all: true } } : undefined;
  }
  return { kind: "forget", meant: { about: words, ...(all === undefined ? {} : { all: true }) } };
};

const aboutOf = (words: string | undefined): string | null =>
  words === undefined || /^(?:私|僕|俺|わたし)$/.test(words) ? null : words;

const lines = (items: readonly { n: number; text: string }[]) =>
  items.map(({ n, text }) => `${n}番、「${text}」。`).join("");

export const memoryWords: MemoryWords = {
  remembered: (text) => `「${text}」と覚えました。`,
  askWhat: "何を覚えておきましょうか。「ロッカーは214番だと覚えておいて」のように、一文でお願いします。",
  list: (items, total) =>
    total === 1
      ? `「${items[0]?.text}」と覚えています。`
      : `${total}件覚えています。${lines(items)}${total > items.length ? "ほかは設定の「記憶」にあります。" : ""}`,
  nothing: "まだ何も、覚えておくようには伺っていません。",
  nothingSuch: "それについて覚えていることはありません。",
  forgotten: (texts) => (texts.length === 1 ? `「${texts[0]}」を忘れました。` : `${texts.length}件を忘れました。`),
  which: (items) => `どれを忘れましょうか。${lines(items)}「${items[0]?.n}番を忘れて」のようにお願いします。`,
  youSaid: (text) => `「${text}」と伺っています。`,
  earlier: (text) => `先ほどのお話では、「${text}」とのことでした。`,
  closed: "ここでは何も覚えられません。",
};
