/** What is remembered, and how words are read: the answers of `/api/v1/memories` and `/api/v1/readings`. */
import * as v from "valibot";

const time = v.pipe(v.string(), v.isoTimestamp());

const memory = v.object({
  id: v.string(),
  text: v.string(),
  /** BCP 47; `und` where it is not known. */
  language: v.string(),
  created_at: time,
  updated_at: time,
});

const reading = v.object({
  id: v.string(),
  written: v.string(),
  spoken: v.string(),
  /** Of the voice. */
  language: v.picklist(["ja", "en", "ko"]),
  created_at: time,
  updated_at: time,
});

const imported = v.object({
  taught: v.number(),
  refused: v.array(v.object({ entry: v.number(), field: v.string(), expected: v.string() })),
});

export type RememberedFact = v.InferOutput<typeof memory>;
export type TaughtReading = v.InferOutput<typeof reading>;
export type ImportedReadings = v.InferOutput<typeof imported>;

const parsed = <Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | undefined => {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
};

/** Each `undefined` when `value` is no such answer. */
export const parseMemories = (value: unknown): readonly RememberedFact[] | undefined =>
  parsed(v.object({ memories: v.array(memory) }), value)?.memories;
export const parseMemory = (value: unknown): RememberedFact | undefined => parsed(memory, value);
export const parseReadings = (value: unknown): readonly TaughtReading[] | undefined =>
  parsed(v.object({ readings: v.array(reading) }), value)?.readings;
export const parseReading = (value: unknown): TaughtReading | undefined => parsed(reading, value);
export const parseImportedReadings = (value: unknown): ImportedReadings | undefined => parsed(imported, value);
