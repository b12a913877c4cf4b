import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import { type Interpolant, type Object3D, Quaternion, Vector3 } from "three";
import { minimumJerk } from "./ease.ts";
import type { GestureName } from "./gestures.ts";

/** Tracks of a VRM Animation, turned to one model's bones. */
export interface ClipTracks {
  seconds: number;
  rotations: ReadonlyMap<VRMHumanBoneName, Interpolant>;
  /** Of the hips, in the model's own height; null where they stay. */
  hips: Interpolant | null;
}

interface Clip {
  seconds: number;
  turns: readonly { bone: Object3D; track: Interpolant }[];
  hips: Interpolant | null;
}

/** Seconds in which a clip takes the body over, and gives it back. */
const FADE_S = 0.3;

/** One clip on its way. */
class Showing {
  clip: Clip | null = null;
  atS = 0;
  weight = 0;
  leaving = false;

  step(dtS: number): void {
    if (this.clip === null) return;
    this.atS += dtS;
    if (this.atS > this.clip.seconds - FADE_S) this.leaving = true;
    this.weight = Math.max(0, Math.min(1, this.weight + (this.leaving ? -dtS : dtS) / FADE_S));
    if (this.leaving && this.weight === 0) this.clip = null;
  }
}

/** The person's own motions in place of the house's gestures: laid over whatever else the body does. */
export class Clips {
  readonly #vrm: VRM;
  readonly #clips = new Map<GestureName, Clip>();
  readonly #hips: Object3D | null;
  readonly #hipsRest = new Vector3();
  readonly #quaternion = new Quaternion();
  readonly #position = new Vector3();
  /** The one that goes and the one that comes. */
  #going = new Showing();
  #coming = new Showing();

  constructor(vrm: VRM) {
    this.#vrm = vrm;
    this.#hips = vrm.humanoid.getNormalizedBoneNode("hips");
    if (this.#hips) this.#hipsRest.copy(this.#hips.position);
  }

  /** Which motion stands for which gesture; what is playing ends. */
  bind(tracks: ReadonlyMap<GestureName, ClipTracks>): void {
    this.#clips.clear();
    for (const [gesture, { seconds, rotations, hips }] of tracks) {
      const turns = [...rotations].flatMap(([name, track]) => {
        const bone = this.#vrm.humanoid.getNormalizedBoneNode(name);
        return bone === null ? [] : [{ bone, track }];
      });
      this.#clips.set(gesture, { seconds, turns, hips });
    }
    this.#coming.leaving = true;
  }

  /** Frame loop, after the bones were turned: allocates nothing. @param begun a gesture that begins in this frame */
  apply(begun: GestureName | null, dtS: number): void {
    if (begun !== null) {
      this.#coming.leaving = true;
      const next = this.#clips.get(begun);
      if (next !== undefined) this.#begin(next);
    }
    // What the clips moved of the hips' place is theirs to put back.
    if (this.#going.clip !== null || this.#coming.clip !== null) this.#hips?.position.copy(this.#hipsRest);
    this.#show(this.#going, dtS);
    this.#show(this.#coming, dtS);
  }

  #begin(next: Clip): void {
    const { clip, weight } = this.#going;
    // The lighter of two gives way to the third.
    if (clip === null || weight <= this.#coming.weight) {
      const free = this.#going;
      this.#going = this.#coming;
      this.#coming = free;
    }
    this.#coming.clip = next;
    this.#coming.atS = 0;
    this.#coming.weight = 0;
    this.#coming.leaving = false;
  }

  #show(showing: Showing, dtS: number): void {
    showing.step(dtS);
    const { clip } = showing;
    if (clip === null) return;
    const at = Math.min(showing.atS, clip.seconds);
    const weight = minimumJerk(showing.weight);
    for (let i = 0; i < clip.turns.length; i++) {
      const { bone, track } = clip.turns[i]!;
      this.#quaternion.fromArray(track.evaluate(at));
      bone.quaternion.slerp(this.#quaternion, weight);
    }
    if (clip.hips === null || this.#hips === null) return;
    this.#position.fromArray(clip.hips.evaluate(at));
    this.#hips.position.lerp(this.#position, weight);
  }
}
