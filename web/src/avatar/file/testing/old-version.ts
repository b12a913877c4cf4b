import { type AnyGltf, edited } from "./edit.ts";

const FACES: Readonly<Record<string, string>> = {
  happy: "joy",
  angry: "angry",
  sad: "sorrow",
  relaxed: "fun",
  aa: "a",
  ih: "i",
  ou: "u",
  ee: "e",
  oh: "o",
  blink: "blink",
  blinkLeft: "blink_l",
  blinkRight: "blink_r",
};

/** Thumbs were named one joint further out. */
const OLD_THUMBS: Readonly<Record<string, string>> = Object.fromEntries(
  ["left", "right"].flatMap((side) => [
    [`${side}ThumbMetacarpal`, `${side}ThumbProximal`],
    [`${side}ThumbProximal`, `${side}ThumbIntermediate`],
  ]),
);

/** The same person as VRM 0.x: bones as a list, faces as groups, springs by their roots, looking along -Z. */
export const asVrm0 = (base: Uint8Array): Uint8Array<ArrayBuffer> =>
  edited(base, ({ document }) => {
    const { VRMC_vrm: vrm, VRMC_springBone: springs } = document.extensions as AnyGltf;
    const { humanBones } = vrm.humanoid as { humanBones: Record<string, { node: number }> };
    const groups = Object.entries(vrm.expressions.preset as Record<string, AnyGltf>).flatMap(([name, face]) =>
      FACES[name] === undefined && name !== "surprised"
        ? []
        : [
            {
              name: name === "surprised" ? "Surprised" : name,
              presetName: FACES[name] ?? "unknown",
              binds: (face.morphTargetBinds ?? []).map(({ node, index, weight }: AnyGltf) => ({
                mesh: document.nodes[node].mesh,
                index,
                weight: 100 * weight,
              })),
              materialValues: [],
            },
          ],
    );
    document.extensions = {
      VRM: {
        specVersion: "0.0",
        meta: {
          title: "Old Shiori",
          author: "Hisho",
          allowedUserName: "Everyone",
          commercialUssageName: "Allow",
          licenseName: "CC_BY",
        },
        humanoid: {
          humanBones: Object.entries(humanBones).map(([bone, { node }]) => ({ bone: OLD_THUMBS[bone] ?? bone, node })),
        },
        blendShapeMaster: { blendShapeGroups: groups },
        secondaryAnimation: {
          boneGroups: (springs.springs as AnyGltf[]).map(({ joints }) => ({
            stiffiness: 1.6,
            gravityPower: 0.1,
            gravityDir: { x: 0, y: -1, z: 0 },
            dragForce: 0.4,
            center: -1,
            hitRadius: 0.02,
            bones: [joints[0].node],
            colliderGroups: [0],
          })),
          colliderGroups: [
            { node: humanBones.head?.node, colliders: [{ offset: { x: 0, y: 0.1, z: 0 }, radius: 0.12 }] },
          ],
        },
        materialProperties: (document.materials as AnyGltf[]).map(({ name }) => ({
          name,
          shader: "VRM_USE_GLTFSHADER",
        })),
      },
    };
    // Half a turn about the upright, as models of that version stand.
    const scene = document.scenes[document.scene ?? 0];
    document.nodes.push({ name: "turn", rotation: [0, 1, 0, 0], children: scene.nodes });
    scene.nodes = [document.nodes.length - 1];
    document.extensionsUsed = ["VRM", "KHR_materials_unlit"];
  });
