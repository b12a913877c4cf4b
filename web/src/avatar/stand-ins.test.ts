import { describe, expect, it } from "vitest";
import { VISEMES } from "./mouth.ts";
import { FACE_NAMES, mixFor, speaksBy } from "./stand-ins.ts";

const model =
  (...names: string[]) =>
  (name: string): boolean =>
    names.includes(name);

describe("stand-ins", () => {
  it("leave a whole model as it is", () => {
    for (const name of FACE_NAMES) expect(mixFor(name, () => true)).toEqual({ [name]: 1 });
  });

  it.each([
    ["ih", ["aa", "ee"], { ee: 0.7 }],
    ["ih", ["aa"], { aa: 0.3 }],
    ["ee", ["aa", "ih"], { ih: 0.6, aa: 0.3 }],
    ["blink", ["blinkLeft", "blinkRight"], { blinkLeft: 1, blinkRight: 1 }],
    ["blink", ["blinkLeft"], {}],
    ["relaxed", ["happy"], { happy: 0.4 }],
    ["surprised", ["Surprised"], { Surprised: 1 }],
    ["angry", ["happy"], {}],
  ] as const)("show %s of %j", (asked, names, mix) => {
    expect(mixFor(asked, model(...names))).toEqual(mix);
  });

  it.each(VISEMES)("open the mouth for every sound when there is %s alone, and never wider than it goes", (only) => {
    for (const asked of VISEMES) {
      const share = mixFor(asked, model(only))[only];
      expect(share).toBeGreaterThan(0);
      expect(share).toBeLessThanOrEqual(1);
    }
  });

  it("turn to the jaw, then to nodding, without any mouth", () => {
    expect(speaksBy(model("oh"), true)).toBe("lips");
    expect(speaksBy(model("happy"), true)).toBe("jaw");
    expect(speaksBy(model("happy"), false)).toBe("nod");
  });
});
