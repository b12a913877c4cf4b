/** Words by which a person asks for another conversation. Pure. */

const ASKED = [
  /^新しい(?:会話|お話|話)(?:を(?:始めて|はじめて)(?:ください)?|をお願いします|で|にして(?:ください)?)?$/u,
  /^(?:please )?(?:start |begin )?(?:a )?new (?:conversation|chat)(?: please)?$/u,
  /^새(?:로운)? ?대화(?:를)?(?: ?시작)?(?: ?해 ?줘| ?해 ?주세요| ?할게)?$/u,
];

/** @returns whether the words ask for another conversation and for nothing else */
export function asksForNewConversation(words: string): boolean {
  const plain = words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[。、.,!?！？]/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return ASKED.some((pattern) => pattern.test(plain));
}
