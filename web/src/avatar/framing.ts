/** Where the head is to stand in the box, CSS pixels from its top left. */
export interface Framing {
  /** Height of the eyes. */
  eyeLine: number;
  /** From the chin to the top of the hair. */
  headHeight: number;
  centreX: number;
}

/** Of the loaded model, metres; measured in its own rest pose. */
export interface HeadMeasure {
  eyeY: number;
  /** From the chin to the top of the hair. */
  headHeight: number;
}

export interface Size {
  width: number;
  height: number;
}

/** A camera that looks straight along -Z, and the window it sees through. */
export interface Shot {
  /** Vertical angle of the whole view, degrees. */
  angle: number;
  /** Metres above the ground. */
  height: number;
  /** Metres in front of the figure. */
  distance: number;
  /** By how much the window is shifted, CSS pixels: a lens shift, so that she is never seen at a slant. */
  offsetX: number;
  offsetY: number;
}

/** Metres. Nearer swells the head. */
const NEAREST = 2.35;
/** Degrees. Wider swells the head too. */
const WIDEST = 24;
/** The camera stands this many head heights below the eyes: from above she looks stern. */
const BELOW_EYES = 0.22;

const degrees = (radians: number) => (radians * 180) / Math.PI;
const radians = (angle: number) => (angle * Math.PI) / 180;

/** Frames a head by its eye line and height, not by the scale of its model. Sizes below a pixel count as one. */
export function shotOf({ eyeLine, headHeight, centreX }: Framing, head: HeadMeasure, { width, height }: Size): Shot {
  const pixelsPerMetre = Math.max(1, headHeight) / head.headHeight;
  const half = Math.max(1, height) / pixelsPerMetre / 2;
  const distance = Math.max(NEAREST, half / Math.tan(radians(WIDEST / 2)));
  const cameraHeight = head.eyeY - BELOW_EYES * head.headHeight;
  return {
    angle: degrees(2 * Math.atan(half / distance)),
    height: cameraHeight,
    distance,
    offsetX: width / 2 - centreX,
    offsetY: height / 2 - (head.eyeY - cameraHeight) * pixelsPerMetre - eyeLine,
  };
}
