/** Files that nobody should have to show, made of a sound one by code, each with the verdict that is due. */
import type { RefusalReason, Taming } from "../refused.ts";
import { type AnyGltf, addView, type Edited, edited, floatsOf, greyPng, joined, opened, rewritten } from "./edit.ts";
import { asVrm0 } from "./old-version.ts";

export interface Case {
  name: string;
  make(base: Uint8Array): Uint8Array | Promise<Uint8Array>;
  verdict: RefusalReason | readonly Taming[];
}

const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const bones = ({ document }: Edited): Record<string, { node: number }> =>
  document.extensions.VRMC_vrm.humanoid.humanBones;
const skinned = ({ document }: Edited): AnyGltf =>
  document.meshes.find((mesh: AnyGltf) => mesh.primitives[0].attributes.JOINTS_0 !== undefined).primitives[0];
const changed =
  (edit: (file: Edited) => void) =>
  (base: Uint8Array): Uint8Array =>
    edited(base, edit);
const withHeader = (base: Uint8Array, at: number, value: number): Uint8Array => {
  const file = base.slice();
  new DataView(file.buffer).setUint32(at, value, true);
  return file;
};
const scaled = (factor: number) =>
  changed(({ document }) => {
    const scene = document.scenes[0];
    document.nodes.push({ scale: [factor, factor, factor], children: scene.nodes });
    scene.nodes = [document.nodes.length - 1];
  });
const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

const CONTAINERS: readonly Case[] = [
  { name: "no byte at all", make: () => new Uint8Array(), verdict: "empty" },
  { name: "a zip", make: (base) => joined([text("PK\u0003\u0004"), base]), verdict: "not-vrm" },
  { name: "a page of HTML", make: () => text(`<!doctype html>${HOSTILE}`), verdict: "not-vrm" },
  { name: "a picture", make: () => greyPng(8, 8), verdict: "not-vrm" },
  { name: "glTF as text", make: (base) => text(JSON.stringify(opened(base).document)), verdict: "not-vrm" },
  { name: "six bytes", make: (base) => base.slice(0, 6), verdict: "cut" },
  { name: "cut in half", make: (base) => base.slice(0, base.byteLength / 2), verdict: "cut" },
  { name: "one byte short", make: (base) => base.slice(0, -1), verdict: "cut" },
  { name: "claims two gigabytes", make: (base) => withHeader(base, 8, 2 ** 31), verdict: "cut" },
  { name: "a chunk longer than the file", make: (base) => withHeader(base, 12, 2 ** 31), verdict: "damaged" },
  { name: "its bytes before its words", make: (base) => withHeader(base, 16, 0x004e4942), verdict: "damaged" },
  { name: "glTF 1", make: (base) => withHeader(base, 4, 1), verdict: "version" },
];

const WORDS: readonly Case[] = [
  { name: "broken JSON", make: (base) => rewritten(base, (json) => json.slice(0, -9)), verdict: "damaged" },
  {
    name: "JSON a hundred thousand deep",
    make: (base) => rewritten(base, (json) => `${json.slice(0, -1)},"x":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    verdict: "damaged",
  },
  {
    name: "no UTF-8",
    make: (base) => rewritten(base, () => new Uint8Array([0x7b, 0xff, 0xfe, 0x7d])),
    verdict: "damaged",
  },
  {
    name: "a bone at infinity",
    make: (base) => rewritten(base, (json) => json.replace('"nodes":[{', '"nodes":[{"scale":[1e999,1,1],')),
    verdict: "damaged",
  },
  {
    name: "a bone at null",
    make: changed(({ document }) => {
      document.nodes[0].translation = [null, 0, 0];
    }),
    verdict: "damaged",
  },
  {
    name: "no scene",
    make: changed(({ document }) => {
      delete document.scenes;
    }),
    verdict: "damaged",
  },
  {
    name: "no VRM in it",
    make: changed(({ document }) => {
      delete document.extensions;
    }),
    verdict: "no-person",
  },
  {
    name: "VRM 2",
    make: changed(({ document }) => {
      document.extensions.VRMC_vrm.specVersion = "2.0";
    }),
    verdict: "version",
  },
  {
    name: "asks for Draco",
    make: changed(({ document }) => {
      document.extensionsRequired = ["KHR_draco_mesh_compression"];
    }),
    verdict: "unknown-part",
  },
  {
    name: "a picture elsewhere",
    make: changed(({ document }) => {
      document.images[0] = { uri: "https://example.com/spy.png" };
    }),
    verdict: "outside",
  },
  {
    name: "its bytes elsewhere",
    make: changed(({ document }) => {
      document.buffers[0].uri = "../../secret.bin";
    }),
    verdict: "outside",
  },
  {
    name: "a picture in the words",
    make: changed(({ document }) => {
      document.images[0] = { uri: "data:image/png;base64,AAAA" };
    }),
    verdict: "outside",
  },
];

const SKELETONS: readonly Case[] = [
  {
    name: "no head and no hips",
    make: changed((file) => {
      delete bones(file).head;
      delete bones(file).hips;
    }),
    verdict: "bones",
  },
  {
    name: "a head that is no node",
    make: changed((file) => {
      bones(file).head = { node: 1e6 };
    }),
    verdict: "bones",
  },
  {
    name: "two bones in one",
    make: changed((file) => {
      bones(file).leftHand = bones(file).rightHand!;
    }),
    verdict: "bones",
  },
  {
    name: "nobody on the scene",
    make: changed(({ document }) => {
      document.scenes[0].nodes = [];
    }),
    verdict: "bones",
  },
  {
    name: "a node inside itself",
    make: changed(({ document }) => {
      document.nodes[1].children = [1];
    }),
    verdict: "damaged",
  },
  {
    name: "a ring of nodes",
    make: changed(({ document }) => {
      const last = document.nodes.findLastIndex(({ children }: AnyGltf) => children === undefined);
      document.nodes[last].children = [document.scenes[0].nodes[0]];
    }),
    verdict: "damaged",
  },
  {
    name: "a ring beside the scene",
    make: changed(({ document }) => {
      const { length } = document.nodes;
      document.nodes.push({ children: [length + 1] }, { children: [length] });
      document.skins[0].joints.push(length);
    }),
    verdict: "damaged",
  },
  {
    name: "a child of two",
    make: changed(({ document }) => {
      const child = document.nodes[0].children[0];
      document.nodes.push({ children: [child] });
    }),
    verdict: "damaged",
  },
  {
    name: "a chain of five thousand",
    make: changed(({ document }) => {
      const { length } = document.nodes;
      for (let i = 0; i < 5_000; i++) document.nodes.push({ children: [length + i + 1] });
      document.nodes.push({});
      document.scenes[0].nodes.push(length);
    }),
    verdict: "damaged",
  },
  {
    name: "a hundred thousand nodes",
    make: changed(({ document }) => document.nodes.push(...Array.from({ length: 1e5 }, () => ({})))),
    verdict: "too-large",
  },
  {
    name: "a skin bound by no number",
    make: changed((file) => floatsOf(file, file.document.skins[0].inverseBindMatrices).fill(Number.NaN, 0, 16)),
    verdict: "damaged",
  },
  {
    name: "joints that the skin lacks",
    make: changed(({ document }) => {
      document.skins[0].joints.length = 2;
    }),
    verdict: "damaged",
  },
  { name: "pressed flat", make: scaled(0), verdict: "damaged" },
];

const BODIES: readonly Case[] = [
  {
    name: "an accessor beyond its view",
    make: changed(({ document }) => {
      document.accessors[0].byteOffset = 1e9;
    }),
    verdict: "damaged",
  },
  {
    name: "a view beyond the file",
    make: changed(({ document }) => {
      document.bufferViews[0].byteOffset = 2 ** 40;
    }),
    verdict: "damaged",
  },
  {
    name: "four thousand million vertices",
    make: changed(({ document }) => {
      document.accessors[0].count = 4e9;
    }),
    verdict: "too-large",
  },
  {
    name: "two million triangles",
    make: changed((file) => {
      const { accessors } = file.document;
      const indices = accessors.push({ componentType: 5125, type: "SCALAR", count: 5_999_997 }) - 1;
      skinned(file).indices = indices;
    }),
    verdict: "too-large",
  },
  {
    name: "triangles of vertices that are not",
    make: changed((file) => {
      const indices = addView(file, new Uint8Array(new Uint32Array([0, 1, 4e9]).buffer));
      file.document.accessors.push({ bufferView: indices, componentType: 5125, type: "SCALAR", count: 3 });
      skinned(file).indices = file.document.accessors.length - 1;
    }),
    verdict: "damaged",
  },
  {
    name: "half of it is no number",
    make: changed((file) => {
      for (const mesh of file.document.meshes) {
        const floats = floatsOf(file, mesh.primitives[0].attributes.POSITION);
        floats.fill(Number.NaN, 0, floats.length / 2);
      }
    }),
    verdict: "damaged",
  },
  {
    name: "a picture that claims to be 30,000 wide",
    make: async (base) => {
      const picture = await greyPng(30_000, 30_000, false);
      return edited(base, (file) => {
        file.document.images[0].bufferView = addView(file, picture);
      });
    },
    verdict: "pictures",
  },
  {
    name: "a picture of noise",
    make: changed((file) => {
      file.document.images[0].bufferView = addView(file, new Uint8Array(64).fill(7));
    }),
    verdict: "pictures",
  },
  {
    name: "a texture without a picture",
    make: changed(({ document }) => {
      document.textures[0].source = 99;
    }),
    verdict: "damaged",
  },
];

/** These pass, tamed or as they are, and can be drawn. */
const TAMED: readonly Case[] = [
  { name: "nothing amiss", make: (base) => base, verdict: [] },
  { name: "VRM 0.x", make: asVrm0, verdict: [] },
  {
    name: "four hundred morphs",
    make: changed(({ document }) => {
      const primitives: AnyGltf[] = document.meshes.find((mesh: AnyGltf) => mesh.weights?.length > 1).primitives;
      for (const { targets } of primitives) targets.push(...Array.from({ length: 400 }, () => targets[0]));
    }),
    verdict: ["morphs"],
  },
  {
    name: "a few vertices that are no number",
    make: changed((file) => {
      floatsOf(file, skinned(file).attributes.POSITION).fill(Number.NaN, 30, 60);
      floatsOf(file, skinned(file).attributes.NORMAL).fill(Number.NEGATIVE_INFINITY, 0, 30);
    }),
    verdict: ["vertices"],
  },
  {
    name: "three thousand springs",
    make: changed(({ document }) => {
      const { length } = document.nodes;
      for (let i = 0; i < 3_000; i++) document.nodes.push({ children: [length + 3_000 + i], translation: [0, 1, 0] });
      for (let i = 0; i < 3_000; i++) document.nodes.push({ translation: [0, -0.1, 0] });
      document.nodes[0].children.push(...Array.from({ length: 3_000 }, (_, i) => length + i));
      const { springs } = document.extensions.VRMC_springBone;
      for (let i = 0; i < 3_000; i++) springs.push({ joints: [{ node: length + i }, { node: length + 3_000 + i }] });
    }),
    verdict: ["springs"],
  },
  {
    name: "springs that lead nowhere",
    make: changed(({ document }) => {
      const { springs, colliders } = document.extensions.VRMC_springBone;
      springs.push({ joints: [{ node: 1e6 }, { node: -1 }], colliderGroups: [77] });
      springs[0].colliderGroups.push(99);
      colliders.push({ node: 4e9, shape: { sphere: { radius: 1 } } });
    }),
    verdict: ["springs"],
  },
  { name: "in centimetres", make: scaled(100), verdict: ["scale"] },
  { name: "smaller than an ant", make: scaled(1e-3), verdict: ["scale"] },
  {
    name: "a picture of sixteen million pixels",
    make: async (base) => {
      const picture = await greyPng(4_096, 4_096);
      return edited(base, (file) => {
        file.document.images[0].bufferView = addView(file, picture);
      });
    },
    verdict: ["pictures"],
  },
  {
    name: "extensions that nobody knows",
    make: changed(({ document }) => {
      document.extensionsUsed.push("ACME_rocket");
      document.extensions.ACME_rocket = { fuel: 1 };
      document.nodes[0].extensions = { ACME_rocket: { fuel: 1 } };
    }),
    verdict: [],
  },
  {
    name: "scripts in names and meta",
    make: changed(({ document }) => {
      for (const node of document.nodes) node.name = HOSTILE;
      Object.assign(document.extensions.VRMC_vrm.meta, {
        name: HOSTILE,
        authors: [HOSTILE],
        otherLicenseUrl: "javascript:alert(1)",
      });
    }),
    verdict: [],
  },
  {
    name: "names that JavaScript knows",
    make: (base) =>
      rewritten(
        base,
        (json) => `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${json.slice(1)}`,
      ),
    verdict: [],
  },
  {
    name: "no meta",
    make: changed(({ document }) => {
      delete document.extensions.VRMC_vrm.meta;
    }),
    verdict: [],
  },
  {
    name: "terms of its own",
    make: changed(({ document }) => {
      document.extensions.VRMC_vrm.meta.licenseUrl = "https://example.com/mine";
    }),
    verdict: [],
  },
  {
    name: "cameras, animations and extras",
    make: changed(({ document }) => {
      document.cameras = [{ type: "perspective" }];
      document.animations = [{ channels: [{ sampler: 9 }], samplers: [] }];
      document.nodes[0].camera = 7;
      document.nodes[0].extras = { toString: "no function" };
    }),
    verdict: [],
  },
  {
    name: "points and lines",
    make: changed(({ document }) => {
      const [first] = document.meshes[0].primitives;
      document.meshes[0].primitives.push({ ...first, mode: 0 }, { ...first, mode: 1 });
    }),
    verdict: [],
  },
  {
    name: "a finger that is no node",
    make: changed((file) => {
      bones(file).leftIndexDistal = { node: 1e6 };
    }),
    verdict: [],
  },
  {
    name: "no faces, no look, no springs",
    make: changed(({ document }) => {
      delete document.extensions.VRMC_vrm.expressions;
      delete document.extensions.VRMC_vrm.lookAt;
      delete document.extensions.VRMC_springBone;
    }),
    verdict: [],
  },
  {
    name: "only the fifteen bones",
    make: changed((file) => {
      for (const bone of Object.keys(bones(file))) {
        if (!/^(hips|spine|head)$|(Upper|Lower)(Arm|Leg)$|(Foot|Hand)$/.test(bone)) delete bones(file)[bone];
      }
    }),
    verdict: [],
  },
];

/** Sound in themselves, and yet beyond what three.js can draw: only trying them on tells. */
const UNSHOWABLE: readonly Case[] = [
  {
    name: "constraints in a ring",
    make: changed(({ document }) => {
      const [a, b] = [document.nodes.length - 1, document.nodes.length - 2];
      const to = (source: number): AnyGltf => ({
        VRMC_node_constraint: { specVersion: "1.0", constraint: { rotation: { source } } },
      });
      document.nodes[a].extensions = to(b);
      document.nodes[b].extensions = to(a);
      document.extensionsUsed.push("VRMC_node_constraint");
    }),
    verdict: "unshowable",
  },
  {
    name: "paint from a texture that is not",
    make: changed(({ document }) => {
      document.materials[0].pbrMetallicRoughness = { baseColorTexture: { index: 77 } };
    }),
    verdict: "unshowable",
  },
];

/** The check alone tells of these. */
export const REFUSED: readonly Case[] = [...CONTAINERS, ...WORDS, ...SKELETONS, ...BODIES];
/** These reach three.js. */
export const TRIED: readonly Case[] = [...TAMED, ...UNSHOWABLE];
