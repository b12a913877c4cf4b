/** Newline-delimited JSON: one value a line, UTF-8. */

/**
 * The lines of a body as they come, the empty ones left out; the last may lack its line break.
 * @throws RangeError when a line is longer than `mostCharacters`
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, mostCharacters: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > mostCharacters) throw new RangeError(`a line is longer than ${mostCharacters} characters`);
    for (const line of lines) if (line.trim() !== "") yield line;
  }
  rest += decoder.decode();
  if (rest.trim() !== "") yield rest;
}
