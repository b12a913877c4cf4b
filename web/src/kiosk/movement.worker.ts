/** Looks at one tiny picture after the other and says when somebody moves. No picture leaves this thread. */
import { greyOf, HEIGHT, Movement, WIDTH } from "./movement.ts";

const movement = new Movement();
const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
const context = canvas.getContext("2d", { willReadFrequently: true });

self.onmessage = ({ data }: MessageEvent<ImageBitmap>): void => {
  if (context === null) return;
  context.drawImage(data, 0, 0, WIDTH, HEIGHT);
  data.close();
  self.postMessage(movement.see(greyOf(context.getImageData(0, 0, WIDTH, HEIGHT).data)));
};
