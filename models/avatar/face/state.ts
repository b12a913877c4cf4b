/** A face is numbers; a morph target is the same drawing with other numbers. Metres unless said otherwise. */
export interface EyeState {
  /** Where the lids meet: a lash line curving down, or a laughing arch. */
  closing: "blink" | "arch";
  /** 0 open to 1 closed. */
  closed: number;
  /** The one eye that closes. */
  only: "left" | "right" | null;
  /** The upper lid higher. */
  upper: number;
  /** The lower lid higher. */
  lower: number;
  /** The upper lid at its inner and outer half. */
  inner: number;
  outer: number;
  /** Size of the large and the small glint, of their own. */
  glint: number;
  smallGlint: number;
  /** Of its own width. */
  width: number;
}

/** Higher by, at three places; and the inner end sideways. */
interface BrowState {
  inner: number;
  middle: number;
  outer: number;
  inwards: number;
}

export interface MouthState {
  halfWidth: number;
  /** Of the opening above and below the line. */
  upper: number;
  lower: number;
  /** Corners up. */
  smile: number;
  raise: number;
  /** How much of teeth and tongue shows, 1 is plain. */
  teeth: number;
  tongue: number;
  round: boolean;
  /** 0 to 1. */
  jaw: number;
}

export interface FaceState {
  eye: EyeState;
  brow: BrowState;
  mouth: MouthState;
}

/** It smiles already, by five millimetres: without that she looks cold. */
export const NEUTRAL: FaceState = {
  eye: {
    closing: "blink",
    closed: 0,
    only: null,
    upper: 0,
    lower: 0,
    inner: 0,
    outer: 0,
    glint: 1,
    smallGlint: 1,
    width: 1,
  },
  brow: { inner: 0, middle: 0, outer: 0, inwards: 0 },
  mouth: {
    halfWidth: 0.0235,
    upper: 0,
    lower: 0,
    smile: 0.0052,
    raise: 0,
    teeth: 0,
    tongue: 0,
    round: false,
    jaw: 0,
  },
};

function face(change: { eye?: Partial<EyeState>; brow?: Partial<BrowState>; mouth?: Partial<MouthState> }): FaceState {
  return {
    eye: { ...NEUTRAL.eye, ...change.eye },
    brow: { ...NEUTRAL.brow, ...change.brow },
    mouth: { ...NEUTRAL.mouth, ...change.mouth },
  };
}

const SHUT = { closed: 1, glint: 0, smallGlint: 0 };

/** Preset names of VRM 1.0 (`expressions.preset`), in the order of the morph targets. */
export const FACES = {
  aa: face({ mouth: { halfWidth: 0.024, upper: 0.006, lower: 0.03, smile: 0.002, teeth: 1, tongue: 1, jaw: 1 } }),
  ih: face({
    mouth: { halfWidth: 0.027, upper: 0.004, lower: 0.0125, smile: 0.0045, teeth: 1, tongue: 0.8, jaw: 0.35 },
  }),
  ou: face({
    mouth: { halfWidth: 0.0115, upper: 0.0075, lower: 0.0115, smile: 0, tongue: 0.3, round: true, jaw: 0.3 },
  }),
  ee: face({
    mouth: { halfWidth: 0.031, upper: 0.0045, lower: 0.014, smile: 0.0065, teeth: 1.2, tongue: 0.8, jaw: 0.35 },
  }),
  oh: face({
    mouth: {
      halfWidth: 0.0165,
      upper: 0.009,
      lower: 0.02,
      smile: 0,
      teeth: 0.4,
      tongue: 0.8,
      round: true,
      jaw: 0.7,
    },
  }),
  blink: face({ eye: SHUT }),
  blinkLeft: face({ eye: { ...SHUT, only: "left" } }),
  blinkRight: face({ eye: { ...SHUT, only: "right" } }),
  happy: face({
    eye: { ...SHUT, closing: "arch" },
    brow: { inner: 0.004, middle: 0.007, outer: 0.005 },
    mouth: { halfWidth: 0.033, upper: 0.002, lower: 0.0235, smile: 0.0105, teeth: 1.1, tongue: 1, jaw: 0.5 },
  }),
  angry: face({
    eye: { inner: -0.013, outer: -0.001, lower: 0.004, glint: 0.85, smallGlint: 0.51 },
    brow: { inner: -0.0105, middle: -0.005, outer: 0.005, inwards: 0.004 },
    mouth: { halfWidth: 0.019, smile: -0.0068, raise: -0.002 },
  }),
  sad: face({
    eye: { inner: -0.001, outer: -0.011, lower: 0.001 },
    brow: { inner: 0.0105, middle: 0.004, outer: -0.006, inwards: 0.002 },
    mouth: { halfWidth: 0.0165, smile: -0.0062, raise: -0.003 },
  }),
  relaxed: face({
    eye: { inner: -0.011, outer: -0.013, lower: 0.004, glint: 0.8, smallGlint: 0 },
    brow: { inner: 0.002, middle: 0.003, outer: -0.001 },
    mouth: { halfWidth: 0.027, smile: 0.0085 },
  }),
  surprised: face({
    eye: { upper: 0.0055, lower: -0.003, width: 1.04 },
    brow: { inner: 0.014, middle: 0.016, outer: 0.012 },
    mouth: { halfWidth: 0.0105, upper: 0.0085, lower: 0.0135, smile: 0, tongue: 0.5, round: true, jaw: 0.6 },
  }),
} as const satisfies Record<string, FaceState>;

export type FaceName = keyof typeof FACES;
export const FACE_NAMES = Object.keys(FACES) as FaceName[];
