import { useState } from "react";
import { useServices, useText } from "../services.ts";
import { conversationWords, copyWords, shareWords } from "../turns/turn-words.ts";

/** Hands the words of this conversation to another app, or to the clipboard where the browser has no way to. */
export function useShare(): { told: string; share: () => void } {
  const { rest } = useText();
  const { talk } = useServices();
  const [told, setTold] = useState("");
  const share = async (): Promise<void> => {
    setTold("");
    const words = conversationWords(talk.getState().turns);
    if (await shareWords(words, navigator)) return;
    setTold((await copyWords(words, navigator)) ? rest.shared : rest.notShared);
  };
  return { told, share: () => void share() };
}
