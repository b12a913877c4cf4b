const END_CHARACTERS = 7;

/** A title in two parts, so that an ellipsis falls in the middle and its ending, the kind of file, remains. */
export function middleCut(title: string): { start: string; end: string } {
  const characters = [...title];
  if (characters.length <= 2 * END_CHARACTERS) return { start: title, end: "" };
  return {
    start: characters.slice(0, -END_CHARACTERS).join(""),
    end: characters.slice(-END_CHARACTERS).join(""),
  };
}
