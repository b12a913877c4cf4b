import { useState } from "react";

/**
 * Words being written in a field, taken when it is left; what is taken elsewhere meanwhile, from a file, replaces them.
 * @param onWrite returns what is wrong with them, or nothing
 */
export function useDraft(
  value: string,
  onWrite: (words: string) => string,
): { words: string; setWords: (words: string) => void; error: string; leave: () => void } {
  const [draft, setDraft] = useState({ of: value, words: value, error: "" });
  const current = draft.of === value ? draft : { of: value, words: value, error: "" };
  if (current !== draft) setDraft(current);
  return {
    words: current.words,
    error: current.error,
    setWords: (words) => setDraft({ ...current, words }),
    leave: () => {
      if (current.words.trim() === value) setDraft({ ...current, words: value, error: "" });
      else setDraft({ ...current, error: onWrite(current.words) });
    },
  };
}
