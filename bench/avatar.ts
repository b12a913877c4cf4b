/**
 * `npm run bench -- avatar`: what the character costs in a frame. Milliseconds as a ratio to an empty scene, both in the
 * same run and by turns; bytes that 1,000 frames allocate, by the project's own code and by its libraries apart (V8's
 * sampling heap profiler, every allocation, told apart by the script that made it); draw calls, triangles and bones.
 */
import { cpus, loadavg } from "node:os";
import { BORDER_SCRIPT, LIBRARY_SCRIPT, OWN_SCRIPT, openStage } from "../web/e2e/avatar-stage.ts";
import { bootstrap, quantile, table } from "./statistics.ts";

const ROUNDS = 12;
const FRAMES_A_ROUND = 10;
const KINDS = ["empty", "figure", "outlined", "motion"] as const;
/** Before it is optimised, code keeps every intermediate number on the heap. */
const WARM_FRAMES = 6_000;
const COUNTED_FRAMES = 1_000;

interface ProfileNode {
  callFrame: { functionName: string; url: string; lineNumber: number };
  selfSize: number;
  children: ProfileNode[];
}

interface Share {
  who: string;
  bytes: number;
}

const isOf = (script: string, url: string): boolean => url.includes(`/${script}-`);

/** Every function that allocated, largest first. */
function shares(head: ProfileNode): (Share & { url: string })[] {
  const found = new Map<string, Share & { url: string }>();
  const visit = ({ callFrame, selfSize, children }: ProfileNode): void => {
    const { functionName, url, lineNumber } = callFrame;
    const file = url.split("?")[0]?.split("/").at(-1) ?? "";
    const who = `${functionName || "(anonymous)"} ${file}:${lineNumber + 1}`;
    const share = found.get(who) ?? { who, url, bytes: 0 };
    share.bytes += selfSize;
    found.set(who, share);
    for (const child of children) visit(child);
  };
  visit(head);
  return [...found.values()].filter(({ bytes }) => bytes > 0).sort((a, b) => b.bytes - a.bytes);
}

const sum = (list: readonly Share[]): number => list.reduce((total, { bytes }) => total + bytes, 0);

const stage = await openStage();
try {
  const { devtools, complaints } = stage;
  const facts = await stage.facts();
  const took: Record<(typeof KINDS)[number], number[]> = { empty: [], figure: [], outlined: [], motion: [] };
  for (let round = -1; round < ROUNDS; round++)
    for (const kind of KINDS) {
      const times = await stage.time(kind, FRAMES_A_ROUND);
      if (round >= 0) took[kind].push(...times);
    }
  const median = (times: readonly number[]): number => quantile(times, 0.5);
  const rows = KINDS.map((kind) => {
    const ratio = (of: readonly number[], to: readonly number[]): number => median(of) / median(to);
    const [low, high] = bootstrap([took[kind], took.empty], (of = [], to = []) => ratio(of, to));
    const figures = [median(took[kind]), quantile(took[kind], 0.95), ratio(took[kind], took.empty)];
    return [kind, ...figures, `${low.toFixed(2)} to ${high.toFixed(2)}`];
  });
  process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}; 800×600\n\n`);
  process.stdout.write(`${table(["frame", "p50 ms", "p95 ms", "× empty", "95 %"], rows)}\n\n`);
  const { outlined, plain, meshes, bones, springs } = facts;
  process.stdout.write(
    `draw calls ${outlined.calls} outlined, ${plain.calls} without; triangles ${outlined.triangles}, ${plain.triangles}; ` +
      `${meshes} meshes, ${bones} bones, ${springs} spring joints\n\n`,
  );

  await stage.frames(WARM_FRAMES);
  await devtools.send("HeapProfiler.enable");
  await devtools.send("HeapProfiler.startSampling", {
    samplingInterval: 1,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  await stage.frames(COUNTED_FRAMES);
  const { profile } = await devtools.send("HeapProfiler.stopSampling");
  const all = shares(profile.head);
  const own = all.filter(({ url }) => isOf(OWN_SCRIPT, url));
  const libraries = all.filter(({ url }) => isOf(LIBRARY_SCRIPT, url) || isOf(BORDER_SCRIPT, url));
  process.stdout.write(`allocated in ${COUNTED_FRAMES} frames: ${sum(own)} B by the project's own code\n`);
  for (const { who, bytes } of own.slice(0, 12)) process.stdout.write(`  ${bytes} B ${who}\n`);
  process.stdout.write(`  ${sum(libraries)} B by three.js and three-vrm, of which\n`);
  for (const { who, bytes } of libraries.slice(0, 4)) process.stdout.write(`    ${bytes} B ${who}\n`);
  for (const complaint of complaints) process.stdout.write(`the page says: ${complaint}\n`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
} finally {
  await stage.close();
}
