/** Words that were pasted or written: an address is fetched, a text becomes a file. Pure. */

export type Given = { url: string } | { file: File } | null;

/** @param name of the file that a text becomes */
export function givenBy(words: string, name: string): Given {
  const text = words.trim();
  if (text === "") return null;
  return isAddress(text) ? { url: text } : { file: new File([text], name, { type: "text/plain" }) };
}

/** One address and nothing else. */
export const isAddress = (text: string): boolean => /^https?:\/\/\S+$/i.test(text) && URL.canParse(text);
