/** Figures read out with a final consonant: 영 일 삼 육 칠 팔, and 십 백 천 만 of round numbers. */
const CLOSED_FIGURES = "013678";

/** Whether a word as it is read out ends in a consonant, which decides its particle. */
export function isClosed(word: string): boolean {
  const last = word.replace(/[^\p{L}\p{N}]+$/u, "").at(-1) ?? "";
  if (/\d/.test(last)) return CLOSED_FIGURES.includes(last);
  const code = last.charCodeAt(0) - 0xac00;
  return code >= 0 && code < 11_172 && code % 28 !== 0;
}
