import { type Field, smax, smin, unionOf } from "../field/field.ts";
import { type RibbonShape, ribbon } from "../field/ribbon.ts";
import { ellipsoid, ring } from "../field/solids.ts";
import { dot, normalise, sub, type Vec3 } from "../math/vec.ts";

/** World, idle pose. */
const KNOT: Vec3 = [0.026, 0.846, 0.061];
const FACING: Vec3 = [0.22, 0.22, 1];

const TAILS: readonly RibbonShape[] = [
  {
    from: KNOT,
    bend: [0.062, 0.842, 0.082],
    to: [0.092, 0.782, 0.088],
    halfWidth: 0.024,
    halfThickness: 0.0058,
    facing: FACING,
  },
  {
    from: KNOT,
    bend: [0.03, 0.815, 0.09],
    to: [0.026, 0.752, 0.101],
    halfWidth: 0.0215,
    halfThickness: 0.0058,
    facing: FACING,
  },
];

const tails = TAILS.map(ribbon);
const smoothCollar = ring([0, 0.866, -0.006], 0.0475, 0.0155, 1.06, 0.3);
const collar: Field = (x, y, z) => smoothCollar(x, y, z) + 0.0012 * Math.sin(Math.atan2(x, z + 0.008) * 3 + y * 150);
const knot = ellipsoid([KNOT[0], KNOT[1], KNOT[2] + 0.004], [0.0165, 0.015, 0.0165]);

export const scarf = unionOf([collar, knot, unionOf(tails, 0.001)], 0.0012);

/** A cream band across each tail, just before its end. */
export const stripes: Field = (() => {
  const bands = TAILS.map(({ bend, to }, i): Field => {
    const along = normalise(sub(to, bend));
    const centre = dot(to, along) - 0.011;
    const tail = tails[i]!;
    return (x, y, z) => {
      const offset = x * along[0] + y * along[1] + z * along[2] - centre;
      return smax(tail(x, y, z) - 0.0027, Math.abs(offset) - 0.0036, 0.0012);
    };
  });
  return (x, y, z) => smin(bands[0]!(x, y, z), bands[1]!(x, y, z), 0);
})();
