/** A title without a model: the person's first words, without what they begin with. Pure. */

/** Words with which people begin that say nothing of what follows. */
const BEGINNINGS =
  /^(?:えーっ?と|ええと|えっと|あのー?|その|ねえ|すみません|um+|uh+|er+|well|so|okay|ok|hey|hi|hello|please|음+|어+|저기요?|있잖아요?)(?:[\s、,.…。!！]+|$)/iu;
const END = /[\s。．.、,!！?？…]+$/u;
/** Cut at a word; of this width at most, where a letter of Chinese, Japanese or Korean is two wide. */
const MOST_WIDTH = 40;

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);

/** @param language BCP 47 @returns empty when nothing was said */
export function titleFromWords(words: string, language: string): string {
  let plain = words.normalize("NFC").replace(/\s+/gu, " ").trim();
  for (let before = ""; before !== plain; ) {
    before = plain;
    plain = plain.replace(BEGINNINGS, "").trim();
  }
  if (plain === "") plain = words.trim();
  const [first] = new Intl.Segmenter(localeOf(language), { granularity: "sentence" }).segment(plain);
  const sentence = (first?.segment ?? plain).replace(END, "");
  if (widthOf(sentence) <= MOST_WIDTH) return sentence;
  let title = "";
  for (const { segment } of new Intl.Segmenter(localeOf(language), { granularity: "word" }).segment(sentence)) {
    if (title !== "" && widthOf(title + segment) > MOST_WIDTH) break;
    title += segment;
  }
  const letters = [...title];
  while (widthOf(letters.join("")) > MOST_WIDTH) letters.pop();
  return `${letters.join("").replace(END, "")}…`;
}

/** A tag that is none would throw. */
function localeOf(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch {
    return "en";
  }
}

/** One line of what a model wrote, without what it puts around a title. @returns empty when that is none */
export function titleFromModel(written: string, mostCharacters: number): string {
  const line = written
    .split("\n")
    .map((one) => one.trim())
    .find((one) => one !== "");
  const bare = (line ?? "")
    .replace(/^(?:#+|title:|題名?[：:]|제목[：:])\s*/iu, "")
    .replace(/^["'「『“‘*]+|["'」』”’*。.]+$/gu, "")
    .trim();
  return [...bare].length > mostCharacters ? "" : bare;
}
