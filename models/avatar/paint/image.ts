import { PNG } from "pngjs";
import type { Rgb } from "../figure/palette.ts";

/** An opaque PNG, 8 bits a channel. @param pixel 0 to 255 at (x, y), y down */
export function png(width: number, height: number, pixel: (x: number, y: number) => Rgb): Uint8Array {
  const image = new PNG({ width, height });
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = pixel(x, y);
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) image.data[at + channel] = Math.round(colour[channel]!);
      image.data[at + 3] = 255;
    }
  return PNG.sync.write(image, { colorType: 2, deflateLevel: 9 });
}

export const mixRgb = (a: Rgb, b: Rgb, t: number): Rgb => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];
