import type { Rule } from "../intent.ts";
import { pattern } from "../pattern.ts";
import type { ReadingIntent } from "./intent.ts";
import type { ReadingWords } from "./words.ts";

const PLEASE =
  "(?:おいて|いて|ね|よ|ください|下さい|くれますか|くれる|くださいますか|ちょうだい|もらえますか|もらえる|ほしい(?:です)?|欲しい(?:です)?|お願い(?:します)?|、)*";
const QUOTED = '[「『"“]?(.+?)[」』"”]?';
const READ = "(?:読んで|よんで|読む(?:ように)?(?:して|の|んだよ)?|読みます|読むんです|発音して|読み上げて)";
const AS = [
  pattern(`^${QUOTED}(?:は|を)、?${QUOTED}(?:と|って|に)、?${READ}${PLEASE}$`),
  pattern(
    `^${QUOTED}の(?:読み方|読み|よみかた|よみ|発音)は、?${QUOTED}(?:です|だよ|だ|と覚えて|って覚えて|にして)?${PLEASE}$`,
  ),
  pattern(
    `^${QUOTED}と(?:書いて|かいて)、?${QUOTED}(?:と|って)?、?(?:読む|読みます|${READ})${PLEASE}(?:です|んです|よ)?$`,
  ),
];
const PLAINLY = pattern(
  `^${QUOTED}の(?:読み方|読み|よみかた|よみ|発音)(?:を|は)、?(?:忘れて|わすれて|消して|元に戻して|もとに戻して|取り消して|削除して)${PLEASE}$`,
);
/** What asks for the reading of a word, or for a text to be read out. */
const ASKS = /^(?:何|なん|なに|どう|どれ|いくつ)/;

export const readingRule: Rule = (text): ReadingIntent | undefined => {
  const plainly = PLAINLY.exec(text)?.[1];
  if (plainly !== undefined) return { kind: "read-plainly", written: plainly };
  for (const form of AS) {
    const [, written, spoken] = form.exec(text) ?? [];
    if (written === undefined || spoken === undefined || ASKS.test(spoken)) continue;
    return { kind: "read-as", written, spoken };
  }
  return undefined;
};

export const readingWords: ReadingWords = {
  taught: (written) => `「${written}」の読み方を覚えました。これからこう読みます。${written}。`,
  alike: (written) => `「${written}」の読みが、同じ字で聞こえました。設定の「読み方」で、仮名を打って教えてください。`,
  untaught: (written) => `「${written}」は、元の読み方に戻しました。`,
  notTaught: (written) => `「${written}」の読み方は教わっていません。`,
  tooLong: "読み方は、言葉か名前をひとつずつ教えてください。",
  closed: "ここでは読み方を覚えられません。",
};
