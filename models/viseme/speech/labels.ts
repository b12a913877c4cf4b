/**
 * What the network tells apart: VRM's five vowels in the order of the wire's visemes, silence, lips shut, and every other
 * sound. Frames that are none of the first six for sure (a diphthong, a schwa) are not scored.
 */
export const CLASSES = ["aa", "ih", "ou", "ee", "oh", "sil", "shut", "other"] as const;
export const SCORED = 6;
const [AA, IH, OU, EE, OH, SIL, SHUT, OTHER] = [0, 1, 2, 3, 4, 5, 6, 7];
/** Neither learned nor scored. */
export const UNLABELLED = 255;

type Phones = Readonly<Record<string, number>>;

const each = (label: number, phones: string): Phones =>
  Object.fromEntries(phones.split(" ").map((phone) => [phone, label]));

/** espeak-ng's phoneme names for `ja`. */
const ESPEAK_JA: Phones = {
  ...each(AA, "a a:"),
  ...each(IH, "i i:"),
  ...each(OU, "u u: u~"),
  ...each(EE, "e e:"),
  ...each(OH, "o o:"),
  ...each(SIL, "_ _: ."),
  ...each(SHUT, "m b p"),
};

/** espeak-ng's names for `en-us`; vowels that move, or lie between two of the five, are left out. */
const ESPEAK_EN: Phones = {
  ...each(AA, "A: A aa V"),
  ...each(IH, "i: i"),
  ...each(OU, "u: u"),
  ...each(EE, "E e"),
  ...each(OH, "O: O o: O2"),
  ...each(
    UNLABELLED,
    "a I I2 U 0 oU A@ @ @2 3: 3 aI aU OI eI e@ i@ U@ @L O@ 02 VR I# E2 aI@ aU@ i@3 o@ aI3 aU3 a# I2# r r- l w j",
  ),
  ...each(SIL, "_ _: ."),
  ...each(SHUT, "m b p"),
};

/** espeak-ng's names for `ko`. */
const ESPEAK_KO: Phones = {
  ...each(AA, "a a:"),
  ...each(IH, "i i:"),
  ...each(OU, "u u:"),
  ...each(EE, "e E e: E:"),
  ...each(OH, "o o:"),
  ...each(UNLABELLED, "@ V u- O w j u-i"),
  ...each(SIL, "_ _: ."),
  ...each(SHUT, "m b p ph pp p-"),
};

/** Open JTalk; capitals are devoiced vowels, whose shape the sound does not tell. */
const OPEN_JTALK: Phones = {
  ...each(AA, "a"),
  ...each(IH, "i"),
  ...each(OU, "u"),
  ...each(EE, "e"),
  ...each(OH, "o"),
  ...each(UNLABELLED, "A I U E O cl"),
  ...each(SIL, "sil pau"),
  ...each(SHUT, "m b p my by py"),
};

/** CMUdict's ARPAbet in lower case, as flite and pocketsphinx name it. */
const ARPABET: Phones = {
  ...each(AA, "aa ah"),
  ...each(IH, "iy"),
  ...each(OU, "uw"),
  ...each(EE, "eh"),
  ...each(OH, "ao ow"),
  ...each(UNLABELLED, "ae ih uh ax ay aw oy ey er r l w y"),
  ...each(SIL, "pau sil"),
  ...each(SHUT, "m b p"),
};

export const PHONE_SETS = { ja: ESPEAK_JA, en: ESPEAK_EN, ko: ESPEAK_KO, jtalk: OPEN_JTALK, arpabet: ARPABET } as const;
export type PhoneSet = keyof typeof PHONE_SETS;

/** A phone and where it begins; the last of a list only says where the one before it ends. */
export interface TimedPhone {
  startMs: number;
  phone: string;
}

/**
 * Engines do not agree on when a phone begins: at these delays their vowels are as loud against their pauses as
 * espeak-ng's, which are the measure. (RMS of labelled vowels against silence over shifts of 5 ms.)
 */
const LATER_MS: Readonly<Record<PhoneSet, number>> = { ja: 0, en: 0, ko: 0, jtalk: 8, arpabet: 18 };

/** What a pause still holds of the sound before it, and already of that after it. */
const PAUSE_TRIM_START_MS = 30;
const PAUSE_TRIM_END_MS = 10;

/** The class at each of `count` instants, `firstMs` and then every 10 ms. */
export function labelFrames(phones: readonly TimedPhone[], set: PhoneSet, firstMs: number, count: number): Uint8Array {
  const classes = PHONE_SETS[set];
  const labels = new Uint8Array(count).fill(UNLABELLED);
  const spans = joinPauses(phones.map(({ startMs, phone }) => ({ startMs, label: classes[phone] ?? OTHER })));
  for (let i = 0, at = 0; i < count; i++) {
    const ms = firstMs + 10 * i - LATER_MS[set];
    while (at + 1 < spans.length && spans[at + 1]!.startMs <= ms) at++;
    const [span, next] = [spans[at], spans[at + 1]];
    if (span === undefined || next === undefined || ms < span.startMs) continue;
    const trimmed =
      span.label === SIL &&
      ((at > 0 && ms < span.startMs + PAUSE_TRIM_START_MS) ||
        (at + 2 < spans.length && ms >= next.startMs - PAUSE_TRIM_END_MS));
    if (!trimmed) labels[i] = span.label;
  }
  return labels;
}

/** Pauses beside each other are one; the last span is kept, it is the end. */
function joinPauses(spans: { startMs: number; label: number }[]): { startMs: number; label: number }[] {
  const timed = spans.filter(({ startMs }, i) => i + 1 === spans.length || spans[i + 1]!.startMs > startMs);
  return timed.filter(
    ({ label }, i) => i === 0 || i + 1 === timed.length || label !== SIL || timed[i - 1]!.label !== SIL,
  );
}
