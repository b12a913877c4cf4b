/** The light in the room, from the hour, the theme and the window. Pure. */

/** Red, green and blue, sRGB, 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

export interface RoomLight {
  /** From the window's side, above the viewer. `height`: metres above the middle of the figure, for two metres away. */
  key: { colour: Rgb; intensity: number; height: number };
  ambient: { colour: Rgb; intensity: number };
  /** An edge on hair and shoulders; 0 in a light room, where nothing would be lost against the wall. */
  rim: { colour: Rgb; intensity: number };
  /** Of materials that take no light. */
  dim: number;
}

/** Whose turn the window shows. */
export type WindowLight = "person" | "character" | "none";

export const rgb = (hex: string): Rgb => {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
};
const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Celadon and lamp, as the page draws them in the light theme. */
const WINDOW: Record<Exclude<WindowLight, "none">, Rgb> = { person: rgb("#4f8a6f"), character: rgb("#ecae4a") };
/** The key takes a tenth of the window's light, the rim, which lies on its side, more. */
const WINDOW_IN_KEY = 0.1;
const WINDOW_IN_RIM = 0.35;
const RIM: Rgb = rgb("#dceff0");

/** In the dark the figure is at about 80 %. */
const DARK = 0.8;
const KEY_INTENSITY = 2.3;
const AMBIENT_INTENSITY = 1;
const RIM_INTENSITY = 0.9;

interface Hour {
  /** Minutes after midnight. */
  at: number;
  key: Rgb;
  ambient: Rgb;
  strength: number;
  height: number;
}

/** Skin stays skin: the hours tint, they do not paint. */
const HOURS: readonly Hour[] = [
  { at: 0, key: rgb("#f4ecf2"), ambient: rgb("#dde2fa"), strength: 0.93, height: 1.6 },
  { at: 5 * 60, key: rgb("#f6e8ea"), ambient: rgb("#dfe4fb"), strength: 0.94, height: 1.2 },
  { at: 6.5 * 60, key: rgb("#ffe6d6"), ambient: rgb("#e8e6fa"), strength: 0.98, height: 0.9 },
  { at: 9 * 60, key: rgb("#fff4e8"), ambient: rgb("#e8ecff"), strength: 1, height: 1.4 },
  { at: 13 * 60, key: rgb("#fff7ee"), ambient: rgb("#eaf0ff"), strength: 1.02, height: 1.8 },
  { at: 16 * 60, key: rgb("#fff1df"), ambient: rgb("#eae9fb"), strength: 1, height: 1.3 },
  { at: 17.75 * 60, key: rgb("#ffdcbc"), ambient: rgb("#e6e0f6"), strength: 0.98, height: 0.8 },
  { at: 19.5 * 60, key: rgb("#fbe9de"), ambient: rgb("#e0e2f8"), strength: 0.95, height: 1.3 },
];

const DAY = 24 * 60;

/** @param minute of the local day, 0 to 1440; beyond it the clock goes on */
function hourOf(minute: number): Hour {
  const at = ((minute % DAY) + DAY) % DAY;
  const next = HOURS.findIndex((hour) => hour.at > at);
  const after = HOURS[next === -1 ? 0 : next]!;
  const before = HOURS[(next === -1 ? HOURS.length : next) - 1]!;
  const t = (at - before.at) / ((after.at || DAY) - before.at);
  const between = (a: number, b: number): number => a + (b - a) * t;
  return {
    at,
    key: mix(before.key, after.key, t),
    ambient: mix(before.ambient, after.ambient, t),
    strength: between(before.strength, after.strength),
    height: between(before.height, after.height),
  };
}

export function lightAt(minute: number, dark: boolean, window: WindowLight): RoomLight {
  const hour = hourOf(minute);
  const room = dark ? DARK : 1;
  const lit = (colour: Rgb, share: number): Rgb => (window === "none" ? colour : mix(colour, WINDOW[window], share));
  return {
    key: {
      colour: lit(hour.key, WINDOW_IN_KEY),
      intensity: KEY_INTENSITY * hour.strength * room,
      height: hour.height,
    },
    ambient: { colour: hour.ambient, intensity: AMBIENT_INTENSITY * hour.strength * room },
    rim: { colour: lit(RIM, WINDOW_IN_RIM), intensity: dark ? RIM_INTENSITY : 0 },
    dim: room * hour.strength,
  };
}
