/** What a browser's camera sees: a still picture of a QR code, as Chromium takes it from a file. */
import { encode } from "uqr";

const WIDTH = 640;
const HEIGHT = 480;
/** Of the code's side, with its quiet zone, in the picture's height. */
const SHARE = 0.7;
const PAPER = 235;
const INK = 16;
/** A wall behind the paper. */
const WALL = 120;
const NO_COLOUR = 128;

/** @returns a YUV4MPEG2 file (4:2:0) of one frame, for `--use-file-for-fake-video-capture` */
export function pictureOf(text: string): Buffer {
  const { data, size } = encode(text, { border: 4 });
  const scale = Math.floor((HEIGHT * SHARE) / size);
  const left = Math.floor((WIDTH - size * scale) / 2);
  const top = Math.floor((HEIGHT - size * scale) / 2);
  const luma = Buffer.alloc(WIDTH * HEIGHT, WALL);
  for (let y = 0; y < size * scale; y++) {
    for (let x = 0; x < size * scale; x++) {
      const isInk = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true;
      luma[(top + y) * WIDTH + left + x] = isInk ? INK : PAPER;
    }
  }
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`);
  return Buffer.concat([header, Buffer.from("FRAME\n"), luma, Buffer.alloc((WIDTH * HEIGHT) / 2, NO_COLOUR)]);
}
