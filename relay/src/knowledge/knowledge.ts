/*STUB*/ export interface Knowledge {
  search(
    query: string,
    o: { topK: number; language: string },
    signal: AbortSignal,
  ): Promise<import("@hisho/providers/llm/port.ts").Passage[]>;
}
