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
  chinY: number;
  /** From the chin to the top of the hair. */
  headHeight: number;
  /** Top of everything, hats and ears too. */
  top: number;
  /** What the feet stand on. */
  floor: number;
}

/** How much of the figure is seen. */
export type ShotName = "face" | "bust" | "full";

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

/** Heights of the head. Nearer swells it. */
const NEAREST = 6.36;
/** Degrees. Wider swells the head too. */
const WIDEST = 24;
/** The camera stands this many head heights below the eyes: from above she looks stern. */
const BELOW_EYES = 0.22;

const degrees = (radians: number) => (radians * 180) / Math.PI;
const radians = (angle: number) => (angle * Math.PI) / 180;

/** The face fills this much of the box, at most, and stays this far from its edges. */
const FACE = { growth: 1.5, height: 0.68, width: 0.72, margin: 0.05 } as const;
/** Of the box, above the figure and below its feet. */
const FULL = { above: 0.06, below: 0.04 } as const;

/**
 * Where the head stands in another shot.
 * @param place of the head in the bust, as the page lays it out
 */
export function framedAs(shot: ShotName, place: Framing, head: HeadMeasure, { width, height }: Size): Framing {
  if (shot === "bust") return place;
  if (shot === "full") {
    const whole = Math.max(head.top - head.floor, head.headHeight);
    const pixelsPerMetre = (height * (1 - FULL.above - FULL.below)) / whole;
    return {
      ...place,
      headHeight: head.headHeight * pixelsPerMetre,
      eyeLine: height * FULL.above + (head.top - head.eyeY) * pixelsPerMetre,
    };
  }
  const most = Math.min(height * FACE.height, width * FACE.width);
  const headHeight = Math.max(Math.min(place.headHeight * FACE.growth, most), Math.min(place.headHeight, most));
  const eyesAboveChin = ((head.eyeY - head.chinY) / head.headHeight) * headHeight;
  const highest = height * FACE.margin + headHeight - eyesAboveChin;
  const lowest = height * (1 - FACE.margin) - eyesAboveChin;
  return { ...place, headHeight, eyeLine: Math.max(highest, Math.min(place.eyeLine, lowest)) };
}

/** Frames a head by its eye line and height, not by the scale of its model. Sizes below a pixel count as one. */
export function shotOf({ eyeLine, headHeight, centreX }: Framing, head: HeadMeasure, { width, height }: Size): Shot {
  const pixelsPerMetre = Math.max(1, headHeight) / head.headHeight;
  const half = Math.max(1, height) / pixelsPerMetre / 2;
  const distance = Math.max(NEAREST * head.headHeight, half / Math.tan(radians(WIDEST / 2)));
  const cameraHeight = head.eyeY - BELOW_EYES * head.headHeight;
  return {
    angle: degrees(2 * Math.atan(half / distance)),
    height: cameraHeight,
    distance,
    offsetX: width / 2 - centreX,
    offsetY: height / 2 - (head.eyeY - cameraHeight) * pixelsPerMetre - eyeLine,
  };
}
