import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { AUDIO_QUERY, type AudioQuery, cuesOfQuery } from "./voicevox-query.ts";

const mora = (consonant: string | null, consonantFrames: number, vowel: string, vowelFrames: number, pitch = 5) => ({
  consonant,
  consonant_length: consonant === null ? null : consonantFrames / 93.75,
  vowel,
  vowel_length: vowelFrames / 93.75,
  pitch,
});
const frameMs = (frames: number) => Math.round((frames * 1000) / 93.75);

function query(phrases: AudioQuery["accent_phrases"], more: Partial<AudioQuery> = {}): AudioQuery {
  const silence = 3 / 93.75;
  return v.parse(AUDIO_QUERY, {
    accent_phrases: phrases,
    speedScale: 1,
    prePhonemeLength: silence,
    postPhonemeLength: silence,
    ...more,
  });
}

describe("mouth cues of a query", () => {
  const ka = { moras: [mora("k", 4, "a", 10)], pause_mora: mora(null, 0, "pau", 20, 0) };

  it("follow consonants, vowels and pauses frame by frame", () => {
    expect(cuesOfQuery(query([ka, { moras: [mora("m", 5, "o", 8)] }]))).toEqual([
      [0, "sil", 0],
      [frameMs(3), "ih", 0.3],
      [frameMs(7), "aa", 1],
      // the pause, and the lips shut for m
      [frameMs(17), "sil", 0],
      [frameMs(42), "oh", 0.95],
      [frameMs(50), "sil", 0],
    ]);
  });

  it("come sooner in fast speech", () => {
    const [, , vowel] = cuesOfQuery(query([ka], { speedScale: 2 })) ?? [];
    // 3 and 4 frames halved, 1.5 to the even 2
    expect(vowel).toEqual([frameMs(4), "aa", 1]);
  });

  it("hold the last vowel of a question", () => {
    const asked = cuesOfQuery(query([{ moras: [mora(null, 0, "e", 10)], is_interrogative: true }]));
    // 0.15 s are 14.06 frames
    expect(asked?.at(-1)).toEqual([frameMs(27), "sil", 0]);
    const devoiced = cuesOfQuery(query([{ moras: [mora(null, 0, "E", 10, 0)], is_interrogative: true }]));
    expect(devoiced?.at(-1)).toEqual([frameMs(13), "sil", 0]);
  });

  it("take a pause's fixed length and its scale", () => {
    const cues = cuesOfQuery(
      query([ka, { moras: [mora(null, 0, "a", 5)] }], { pauseLength: 10 / 93.75, pauseLengthScale: 2 }),
    );
    expect(cues?.[4]).toEqual([frameMs(37), "aa", 1]);
  });

  it("are none where the engine gives no lengths", () => {
    expect(cuesOfQuery(query([{ moras: [mora("k", 0, "a", 0)] }]))).toBeUndefined();
  });

  it("are not made of lengths that cannot be", () => {
    expect(v.safeParse(AUDIO_QUERY, { ...query([ka]), prePhonemeLength: -1 }).success).toBe(false);
    expect(
      v.safeParse(AUDIO_QUERY, { ...query([]), accent_phrases: [{ moras: [mora(null, 0, "a", 1e9)] }] }).success,
    ).toBe(false);
  });
});
