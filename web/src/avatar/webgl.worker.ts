/** Tells what draws here, and is let go. */
import { graphicsOf } from "./webgl.ts";

postMessage(graphicsOf(new OffscreenCanvas(1, 1)));
