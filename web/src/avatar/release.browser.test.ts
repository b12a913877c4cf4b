import { AmbientLight, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { expect, it } from "vitest";
import { asVrm0 } from "./file/testing/old-version.ts";
import { parseVrm, releaseVrm } from "./load.ts";
import { Puppet, showOutlines } from "./puppet.ts";

/** Fifty were flat too; a leak shows with the third. */
const SWITCHES = 12;
/** Software draws them where there is no graphics card. */
const PATIENCE_MS = 90_000;
const { signal } = new AbortController();

it(
  "gives back all graphics memory, however often the character is changed",
  async () => {
    const shiori = new Uint8Array(await (await fetch("/web/public/avatar/shiori.vrm")).arrayBuffer());
    const files = [shiori.slice().buffer, asVrm0(shiori).buffer];
    const renderer = new WebGLRenderer();
    renderer.setSize(32, 32);
    const scene = new Scene();
    scene.add(new AmbientLight());
    const camera = new PerspectiveCamera(30, 1, 0.1, 20);
    camera.position.set(0, 1, 3);
    // One stays, as on the stage, where the former goes when the next one stands: it keeps the compiled shaders.
    const staying = await parseVrm(files[0]!, signal);
    scene.add(staying.scene);
    renderer.render(scene, camera);
    const held: string[] = [];
    for (let i = 0; i < SWITCHES; i++) {
      const vrm = await parseVrm(files[i % files.length]!, signal);
      const before = renderer.info.memory.geometries;
      new Puppet(vrm);
      showOutlines(vrm, true);
      scene.add(vrm.scene);
      renderer.render(scene, camera);
      expect(renderer.info.memory.geometries).toBeGreaterThan(before);
      scene.remove(vrm.scene);
      releaseVrm(vrm);
      renderer.render(scene, camera);
      const { geometries, textures } = renderer.info.memory;
      held.push(`${geometries} geometries, ${textures} textures, ${renderer.info.programs?.length} programs`);
    }
    releaseVrm(staying);
    expect(renderer.info.memory.geometries).toBe(0);
    renderer.dispose();
    renderer.forceContextLoss();
    // What is left after each of the two models is left once, not once more with every change.
    expect(new Set(held.slice(2))).toEqual(new Set(held.slice(2, 4)));
  },
  PATIENCE_MS,
);
