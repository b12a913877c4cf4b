/** Draws contact sheets of the character, with the stage's own lights and loader; served in development only. */
import type { VRM, VRMHumanBoneName } from "@pixiv/three-vrm";
import { createRoot, extend, type RootState } from "@react-three/fiber";
import { AmbientLight, DirectionalLight, Group, MathUtils, PerspectiveCamera } from "three";
import { type HeadMeasure, shotOf } from "../framing.ts";
import { placeCamera } from "../Lens.tsx";
import { Lights } from "../Lights.tsx";
import { fromAddress, HOUSE_SOURCE, loadVrm } from "../load.ts";
import { measureHead } from "../measure.ts";
import { IDLE_POSE } from "../posture.ts";
import { portraitOf } from "../try-on.ts";
import { FILMS, type FilmShot } from "./films.ts";
import { perform } from "./perform.ts";
import { type Camera, type Pose, SHEETS, type Sheet, type Shot } from "./sheets.ts";

const WALLS = { light: "#ecefea", dark: "#101714" } as const;
const INK = { light: "#445049", dark: "#9fb0a6" } as const;
const rad = MathUtils.DEG2RAD;
/** Pixels: sharp on a phone's screen, and few bytes on its line. As `.stage-poster` of ui/talk/stage.css has it. */
const POSTER = { width: 372, height: 1128, headHeight: 300, eyeLine: 240, centreX: 186, quality: 0.72 } as const;
/** She has come to rest. */
const POSED_S = 1;
/** Springs come to rest within these. */
const SETTLING_STEPS = 60;

extend({ AmbientLight, DirectionalLight, Group });
const canvas = document.createElement("canvas");
const root = createRoot(canvas);
const camera = new PerspectiveCamera();

async function stage(vrm: VRM, dark: boolean, [width, height]: Sheet["tile"]): Promise<RootState> {
  await root.configure({
    flat: true,
    frameloop: "never",
    dpr: 1,
    size: { width, height, top: 0, left: 0 },
    gl: { alpha: true, antialias: true },
    camera,
  });
  return await new Promise((resolve) => {
    const store = root.render(
      <>
        <Lights minute={720} dark={dark} window="none" />
        <primitive object={vrm.scene} />
        <Shown tell={() => resolve(store.getState())} />
      </>,
    );
  });
}

/** Tells when the scene around it stands. */
function Shown({ tell }: { tell: () => void }) {
  return <group ref={(group) => void (group && setTimeout(tell))} />;
}

function aim({ height, aside = 0, distance, angle, azimuth = 0, elevation = 0 }: Camera, aspect: number): void {
  const [a, e] = [azimuth * rad, elevation * rad];
  const away = distance * Math.cos(e);
  camera.fov = angle;
  camera.aspect = aspect;
  camera.near = 0.05;
  camera.position.set(aside + away * Math.sin(a), height + distance * Math.sin(e), away * Math.cos(a));
  camera.lookAt(aside, height, 0);
  camera.updateProjectionMatrix();
  camera.updateMatrixWorld();
}

function turn(vrm: VRM, pose: Pose): void {
  for (const [bone, [x, y, z]] of Object.entries(pose))
    vrm.humanoid.getNormalizedBoneNode(bone as VRMHumanBoneName)?.rotation.set(x * rad, y * rad, z * rad);
}

function arrange(vrm: VRM, { pose = {}, expressions = {}, gaze = [0, 0] }: Shot): void {
  vrm.humanoid.resetNormalizedPose();
  if (pose !== "T") {
    turn(vrm, Object.fromEntries(IDLE_POSE.map(({ bone, x, y, z }) => [bone, [x, y, z]])));
    vrm.update(0);
    vrm.springBoneManager?.reset();
    turn(vrm, pose);
  }
  vrm.expressionManager?.resetValues();
  for (const [name, weight] of Object.entries(expressions)) vrm.expressionManager?.setValue(name, weight);
  if (vrm.lookAt) {
    vrm.lookAt.target = null;
    vrm.lookAt.yaw = gaze[0];
    // three-vrm looks down with a positive pitch.
    vrm.lookAt.pitch = -gaze[1];
  }
  if (pose === "T") vrm.springBoneManager?.reset();
  for (let i = 0; i < SETTLING_STEPS; i++) vrm.update(1 / 60);
}

async function draw(vrm: VRM, { columns, tile, shots }: Sheet): Promise<string> {
  const [width, height] = tile;
  const sheet = document.createElement("canvas");
  sheet.width = width * Math.min(columns, shots.length);
  sheet.height = height * Math.ceil(shots.length / columns);
  const ink = sheet.getContext("2d");
  if (ink === null) throw new Error("no canvas");
  for (const [i, shot] of shots.entries()) {
    const wall = shot.wall ?? "light";
    const { gl, scene } = await stage(vrm, wall === "dark", tile);
    arrange(vrm, shot);
    if ("film" in shot) perform(vrm, (shot as FilmShot).film);
    aim(shot.camera, width / height);
    gl.render(scene, camera);
    const [left, top] = [(i % columns) * width, Math.floor(i / columns) * height];
    ink.fillStyle = WALLS[wall];
    ink.fillRect(left, top, width, height);
    ink.drawImage(canvas, left, top, width, height);
    ink.fillStyle = INK[wall];
    ink.font = "15px system-ui, sans-serif";
    ink.fillText(shot.label, left + 12, top + height - 12);
  }
  return sheet.toDataURL("image/png");
}

/** Her picture for bars and tiles. */
async function portrait(): Promise<string> {
  const picture = await portraitOf(HOUSE_SOURCE, new AbortController().signal);
  if (picture === null) throw new Error("there is no WebGL to draw the portrait with");
  return await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsDataURL(picture);
  });
}

/** As the stage shows her when nothing is said; with nothing behind her. */
async function drawPoster(vrm: VRM, head: HeadMeasure): Promise<string> {
  const { width, height, quality, ...place } = POSTER;
  const { gl, scene } = await stage(vrm, false, [width, height]);
  arrange(vrm, { label: "", camera: { height: 0, distance: 1, angle: 1 } });
  perform(vrm, { phase: "idle", gesture: null, atS: POSED_S });
  placeCamera(camera, shotOf(place, head, POSTER), POSTER);
  gl.render(scene, camera);
  return canvas.toDataURL("image/webp", quality);
}

const vrm = await loadVrm(fromAddress("/avatar/shiori.vrm"), new AbortController().signal);
const head = measureHead(vrm);
/** `Studio` of web/e2e/avatar-studio.ts. */
Object.assign(window, {
  studio: {
    sheets: Object.fromEntries([...SHEETS, ...FILMS].map((sheet) => [sheet.name, () => draw(vrm, sheet)])),
    stills: { poster: () => drawPoster(vrm, head), portrait },
  },
});
