import type { VRM } from "@pixiv/three-vrm";
import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { fromAddress, loadVrm } from "./load.ts";

const PIXELS = 256;
/** Of the face crop. */
const LEAST_CHANGE = 0.003;
const LEAST_BETWEEN_VISEMES = 0.0015;
/** Of 255: a colour that differs less is the same. */
const SAME = 12;
const VISEMES = ["aa", "ih", "ou", "ee", "oh"];
const EMOTIONS = ["happy", "angry", "sad", "relaxed", "surprised"];
const EYES = ["blink", "blinkLeft", "blinkRight", "lookUp", "lookDown", "lookLeft", "lookRight"];

type Picture = Uint8Array;
const complaints = [vi.spyOn(console, "warn"), vi.spyOn(console, "error")];
let vrm: VRM;
let picture: (weights: Record<string, number>) => Picture;

beforeAll(async () => {
  vrm = await loadVrm(fromAddress("/web/public/avatar/shiori.vrm"), new AbortController().signal);
  const renderer = new WebGLRenderer({ antialias: true });
  renderer.setSize(PIXELS, PIXELS);
  const scene = new Scene();
  const key = new DirectionalLight("#FFF4E8", 2.3);
  key.position.set(0.9, 1.5, 2.2);
  scene.add(vrm.scene, key, new AmbientLight("#E8ECFF", 1));
  const camera = new PerspectiveCamera(12, 1, 0.1, 20);
  camera.position.set(0, 1.045, 1.55);
  const context = renderer.getContext();
  picture = (weights) => {
    vrm.expressionManager!.resetValues();
    for (const [name, weight] of Object.entries(weights)) vrm.expressionManager!.setValue(name, weight);
    vrm.update(0);
    renderer.render(scene, camera);
    const pixels = new Uint8Array(PIXELS * PIXELS * 4);
    context.readPixels(0, 0, PIXELS, PIXELS, context.RGBA, context.UNSIGNED_BYTE, pixels);
    return pixels;
  };
  return () => renderer.dispose();
}, 60_000);

/** Share of the pixels that differ, 0 to 1. */
function change(a: Picture, b: Picture): number {
  let changed = 0;
  for (let i = 0; i < a.length; i += 4)
    if ([0, 1, 2].some((channel) => Math.abs(a[i + channel]! - b[i + channel]!) > SAME)) changed++;
  return changed / (a.length / 4);
}

describe("the character that comes with Hisho", () => {
  it("is read and drawn without a warning, with all its fingers", () => {
    picture({});
    expect(complaints.flatMap(({ mock }) => mock.calls)).toEqual([]);
    expect(
      Object.keys(vrm.humanoid.humanBones).filter((bone) => /Thumb|Index|Middle|Ring|Little/.test(bone)),
    ).toHaveLength(30);
    expect(Object.keys(vrm.humanoid.humanBones).length).toBeGreaterThanOrEqual(52);
  });

  it("lets everyone use her", () => {
    const { meta } = vrm;
    if (meta.metaVersion !== "1") throw new Error("no VRM 1.0");
    expect(meta).toMatchObject({
      avatarPermission: "everyone",
      commercialUsage: "corporation",
      creditNotation: "unnecessary",
    });
    expect(meta.otherLicenseUrl).toContain("publicdomain/zero");
  });

  it.each([...VISEMES, ...EMOTIONS, ...EYES])("changes her face for %s", (name) => {
    expect(change(picture({}), picture({ [name]: 1 }))).toBeGreaterThan(LEAST_CHANGE);
  });

  it("shapes no two vowels alike", () => {
    const shapes = VISEMES.map((name) => picture({ [name]: 1 }));
    shapes.forEach((one, i) => {
      shapes.slice(i + 1).forEach((other, j) => {
        expect(change(one, other), `${VISEMES[i]} and ${VISEMES[i + 1 + j]}`).toBeGreaterThan(LEAST_BETWEEN_VISEMES);
      });
    });
  });

  it("lets an emotion and a vowel share the face", () => {
    const both = picture({ relaxed: 0.5, aa: 0.6 });
    for (const alone of [{ relaxed: 0.5 }, { aa: 0.6 }])
      expect(change(both, picture(alone))).toBeGreaterThan(LEAST_CHANGE);
    expect(change(picture({ happy: 0.5 }), picture({ happy: 1 }))).toBeGreaterThan(LEAST_CHANGE);
  });

  it("does not blink with laughing eyes, nor speak through a laugh", () => {
    const laughing = picture({ happy: 1 });
    expect(change(laughing, picture({ happy: 1, blink: 1 }))).toBe(0);
    expect(change(laughing, picture({ happy: 1, aa: 1 }))).toBe(0);
    expect(change(picture({ sad: 1 }), picture({ sad: 1, blink: 1 }))).toBeGreaterThan(LEAST_CHANGE);
  });

  it("closes one eye at a time, each its own", () => {
    const [left, right] = [picture({ blinkLeft: 1 }), picture({ blinkRight: 1 })];
    expect(change(left, right)).toBeGreaterThan(LEAST_CHANGE);
    expect(change(picture({ blink: 1 }), picture({ blinkLeft: 1, blinkRight: 1 }))).toBeLessThan(LEAST_CHANGE);
  });
});
