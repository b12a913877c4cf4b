/**
 * What Whisper writes where nobody speaks: the credits, farewells and thanks under which its training videos fall silent.
 * Gathered from reports of its users (openai/whisper discussion 928, amicalhq/amical issue 71, Vexa-ai/vexa pull request
 * 619, and the like). People say some of these, so a phrase alone is no proof.
 */

/** Letters and digits in one form and case (Unicode NFKC), nothing between them. */
export function normalised(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}

const EN = [
  "you",
  "so",
  "oh",
  "the end",
  "thank you",
  "thank you so much",
  "thank you very much",
  "thanks",
  "thank you for watching",
  "thank you so much for watching",
  "thank you for listening",
  "thanks for watching",
  "thanks for listening",
  "thanks for watching and I'll see you in the next video",
  "thanks for watching and don't forget to like and subscribe",
  "don't forget to like and subscribe",
  "like and subscribe",
  "please subscribe",
  "please like and subscribe",
  "please subscribe to my channel",
  "subscribe to my channel",
  "see you next time",
  "see you in the next video",
  "I'll see you in the next video",
  "I'll see you next time",
  "bye",
  "bye bye",
  "goodbye",
];
const JA = [
  "ご視聴ありがとうございました",
  "ご視聴ありがとうございます",
  "ご視聴いただきありがとうございました",
  "ご視聴いただきありがとうございます",
  "ご視聴頂きありがとうございました",
  "最後までご視聴ありがとうございました",
  "最後までご視聴いただきありがとうございました",
  "最後までご視聴いただきありがとうございます",
  "最後まで見てくれてありがとう",
  "見てくれてありがとう",
  "ご覧いただきありがとうございました",
  "ご覧いただきありがとうございます",
  "ご清聴ありがとうございました",
  "字幕視聴ありがとうございました",
  "本日はご覧いただきありがとうございます",
  "ありがとうございました",
  "ありがとうございます",
  "チャンネル登録お願いします",
  "チャンネル登録をお願いします",
  "チャンネル登録をお願いいたします",
  "チャンネル登録よろしくお願いします",
  "高評価とチャンネル登録をお願いします",
  "高評価チャンネル登録よろしくお願いします",
  "よろしければチャンネル登録をお願いします",
  "次の動画でお会いしましょう",
  "また次の動画でお会いしましょう",
  "それではまた次の動画でお会いしましょう",
  "また次回お会いしましょう",
  "それでは次回の動画でお会いしましょう",
  "次回もお楽しみに",
  "おやすみなさい",
  "バイバイ",
  "ではまた",
  "はい",
];
const KO = [
  "시청해 주셔서 감사합니다",
  "시청해주셔서 고맙습니다",
  "끝까지 시청해 주셔서 감사합니다",
  "지금까지 시청해 주셔서 감사합니다",
  "영상 시청해 주셔서 감사합니다",
  "들어주셔서 감사합니다",
  "감사합니다",
  "고맙습니다",
  "구독과 좋아요 부탁드립니다",
  "구독과 좋아요 부탁드려요",
  "구독 좋아요 부탁드립니다",
  "구독과 좋아요는 큰 힘이 됩니다",
  "구독과 좋아요 알림 설정 부탁드립니다",
  "다음 영상에서 만나요",
  "다음 영상에서 뵙겠습니다",
  "다음 시간에 만나요",
  "다음 시간에 뵙겠습니다",
  "다음에 또 만나요",
  "이 시각 세계였습니다",
  "자막 제공 및 광고를 포함하고 있습니다",
  "안녕히 계세요",
  "안녕",
  "아멘",
  "네",
];

/** Families of credits, in normalised form, whatever the language asked for. */
const CREDITS = [
  /amaraorg/,
  /^(subtitles?|subtitling|captions?|captioned|transcription|transcribed|translated)by/,
  /^www[a-z0-9]*(com|org|net|gov)$/,
  /^(字幕|日本語字幕|翻訳)(by|作成|制作|提供|担当|監修).{0,20}$/,
  /^(한글|한국어|영어)?자막(by|제공|제작).{0,20}$/,
  /^(mbc|kbs|sbs|ytn)뉴스.{0,5}입니다$/,
];

const asSet = (phrases: readonly string[]): ReadonlySet<string> => new Set(phrases.map(normalised));
const PHRASES: Readonly<Record<string, ReadonlySet<string>>> = { en: asSet(EN), ja: asSet(JA), ko: asSet(KO) };
const LANGUAGES = Object.keys(PHRASES);

/**
 * Whether a whole text is made of such phrases.
 * @param language primary tag; English is what Whisper falls into, and of a language without a list all are asked
 */
export function isKnownPhrase(text: string, language: string): boolean {
  const asked = language in PHRASES ? [language, "en"] : LANGUAGES;
  const isOne = (phrase: string) =>
    asked.some((tag) => PHRASES[tag]?.has(phrase) === true) || CREDITS.some((credit) => credit.test(phrase));
  if (isOne(normalised(text))) return true;
  const sentences = text
    .split(/[.!?。．！？\n]+/u)
    .map(normalised)
    .filter((sentence) => sentence !== "");
  return sentences.length > 0 && sentences.every(isOne);
}
