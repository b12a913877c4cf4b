/** The words of one exchange, to take elsewhere. */
import type { TurnView } from "../../session/talk.ts";
import { plainAnswer } from "../history/days.ts";

/** Question and answer in plain words, an empty line between them. */
export const turnWords = ({ userText, assistantText }: Pick<TurnView, "userText" | "assistantText">): string =>
  [userText.trim(), plainAnswer(assistantText)].filter((words) => words !== "").join("\n\n");

/** Of several, in their order; those without words are left out. */
export const conversationWords = (turns: readonly Pick<TurnView, "userText" | "assistantText">[]): string =>
  turns
    .map(turnWords)
    .filter((words) => words !== "")
    .join("\n\n");

/** @returns false where the browser does not let it */
export async function copyWords(words: string, to: Pick<Navigator, "clipboard">): Promise<boolean> {
  try {
    await to.clipboard.writeText(words);
    return true;
  } catch {
    return false; // an insecure address has no clipboard, and others ask the person
  }
}

/** Hands the words to another app. @returns false where the browser cannot; that the person chose none is no such case */
export async function shareWords(text: string, by: { share?: Navigator["share"] }): Promise<boolean> {
  if (typeof by.share !== "function") return false;
  try {
    await by.share({ text });
    return true;
  } catch (error) {
    return error instanceof DOMException && error.name === "AbortError";
  }
}
