import { type Rgb, rgb } from "../figure/palette.ts";
import { smoothstep } from "../math/scalar.ts";
import { mixRgb, png } from "./image.ts";
import { RAMP_HEIGHT } from "./ramp.ts";

/**
 * Pictures of light, looked up by the normal as the camera sees it (VRMC_materials_mtoon, `matcapTexture`): the middle
 * faces the camera, the rim is turned away. They move over the figure as it turns, which no painted light does.
 */
const SIZE = 128;
const BLACK: Rgb = [0, 0, 0];

/** @param light colour and strength 0 to 1, by a unit normal's x (to the right) and y (up) */
const lightImage = (light: (x: number, y: number) => readonly [Rgb, number]): Uint8Array =>
  png(SIZE, SIZE, (px, py) => {
    const x = ((px + 0.5) / SIZE) * 2 - 1;
    const y = 1 - ((py + 0.5) / SIZE) * 2;
    const [colour, strength] = light(x, y);
    return mixRgb(BLACK, colour, strength);
  });

const bump = (x: number, width: number) => Math.exp(-((x / width) ** 2));

const SILK = rgb("#C98E92");
/** The ring of light on the crown: a band with a crisp, toothed lower edge, fading upwards and to the sides. */
export const hairLight = (): Uint8Array =>
  lightImage((x, y) => {
    const arched = y + 0.28 * x * x;
    const teeth = 0.03 * Math.abs(((x * 5.5 + 8.3) % 1) - 0.5) * 2;
    const band = smoothstep(0.38 + teeth, 0.47 + teeth, arched) * (1 - smoothstep(0.48, 0.74, arched));
    return [SILK, 0.55 * band * (1 - smoothstep(0.35, 0.8, Math.abs(x)))];
  });

/** Where on the tone ramp the ring may show: in no crevice and on no inner wall. Looked up like the ramps. */
export const silkMask = (): Uint8Array =>
  png(4, RAMP_HEIGHT, (_, y) => {
    const open = smoothstep(0.35, 0.55, y / (RAMP_HEIGHT - 1)) * 255;
    return [open, open, open];
  });

const SKY = rgb("#DFF3EE");
/** Wet eyes: the window above to the right, and what the desk throws back from below. */
export const eyeLight = (): Uint8Array =>
  lightImage((x, y) => {
    const fromWindow = 0.2 * bump(x - 0.32, 0.2) * bump(y - 0.36, 0.17);
    const fromBelow = 0.3 * bump(Math.hypot(x, y) - 0.46, 0.09) * smoothstep(-0.05, -0.4, y);
    return [SKY, Math.max(fromWindow, fromBelow)];
  });
