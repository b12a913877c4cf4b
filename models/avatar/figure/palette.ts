/** Crevice, base, highlight. */
export type Ramp = readonly [crevice: string, base: string, highlight: string];

/** One material as the key light sees it, and on the side away from it. */
export interface Colour {
  lit: Ramp;
  shade: Ramp;
}

/** Skin runs into blush across its column; the others have a column each. */
export const SKIN: Colour = {
  lit: ["#DE9C85", "#FBDDC8", "#FFF0E4"],
  shade: ["#C77F78", "#E9AE9E", "#F2C3B2"],
};
export const BLUSH: Colour = {
  lit: ["#D97F74", "#F9A99A", "#FFC4B6"],
  shade: ["#C56A69", "#E58D86", "#F0A498"],
};

export const COLUMNS = {
  hair: { lit: ["#2C1923", "#5C3847", "#A86F79"], shade: ["#1E101C", "#3E2433", "#7A4E5A"] },
  jacket: { lit: ["#123F48", "#23747E", "#3E98A0"], shade: ["#0C2D3A", "#175260", "#2A7180"] },
  lapel: { lit: ["#185059", "#2A818B", "#46A3AA"], shade: ["#10404C", "#1D616D", "#318089"] },
  skirt: { lit: ["#0F333D", "#1A5563", "#2B7080"], shade: ["#0A2430", "#123F4D", "#1F5666"] },
  cream: { lit: ["#CDBEB4", "#FBF5EA", "#FFFFFF"], shade: ["#A99CA6", "#D9CBCB", "#E9DFDD"] },
  /** Scarf, clip and shoes: a quiet coral, OKLCH 72% 0.11 30, well away from the vermilion that means an error. */
  coral: { lit: ["#A8564C", "#E1897B", "#F2A998"], shade: ["#843C3B", "#B46762", "#D0897D"] },
  gold: { lit: ["#A8702A", "#EDB54A", "#FFE08F"], shade: ["#80502A", "#C5853A", "#E0AE62"] },
  tights: { lit: ["#2A2030", "#4A3A50", "#6A5670"], shade: ["#1D1624", "#35283D", "#4D3C56"] },
} as const satisfies Record<string, Colour>;

export type Column = "skin" | keyof typeof COLUMNS;

/** Flat colours of the drawn face. */
export const FACE_PAINT = {
  lash: "#35202B",
  lowerLash: "#9C6A66",
  crease: "#B98074",
  wet: "#FFE9E2",
  brow: "#5A3846",
  glint: "#FFFFFF",
  mouth: "#7E2A35",
  tongue: "#E8776F",
  teeth: "#FFF8F0",
  lip: "#7A3338",
} as const;

export type Paint = keyof typeof FACE_PAINT;

/** Top to bottom: position and colour. */
export const IRIS = [
  [0, "#11303B"],
  [0.4, "#1C5F6C"],
  [0.76, "#37A09B"],
  [1, "#7FD8C2"],
] as const;

export const EYE_COLOURS = {
  ring: "#12232C",
  pupil: "#0C1A22",
  glow: "#B8F2DA",
  white: "#FFFDFB",
  whiteShade: "#C9C3CF",
} as const;

/** 0 to 255 each. */
export type Rgb = [r: number, g: number, b: number];

/** @param hex `#RRGGBB` */
export const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as Rgb;

/** Linear 0 to 1, as glTF factors want it (IEC 61966-2-1). */
export const linear = (hex: string): Rgb =>
  rgb(hex).map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;
