import { linear, type Rgb } from "../figure/palette.ts";

/** Indices of the textures in the file. */
export const TEXTURE = { lit: 0, shade: 1, eye: 2, paint: 3, hairLight: 4, eyeLight: 5, silkMask: 6 } as const;
/** Indices of the materials in the file. */
export const MATERIAL = { skin: 0, hair: 1, cloth: 2, eye: 3, paint: 4 } as const;

interface Toon {
  name: string;
  texture: number;
  shadeTexture: number;
  shade: Rgb;
  /** VRMC_materials_mtoon 1.0: `shadingShiftFactor`, `shadingToonyFactor`. */
  shift: number;
  toony: number;
  /** Linear colour and power of the light along the edge. */
  /** A picture of light by view-space normal, added to the shading. */
  matcap?: number;
  /** Multiplies what comes from the edge and from the matcap. */
  rimMask?: number;
  rim?: readonly [colour: Rgb, power: number];
  /** World metres, colour, and how far light changes it. */
  outline?: readonly [width: number, hex: string, lightingMix: number];
  doubleSided?: true;
}

const RAMP = { texture: TEXTURE.lit, shadeTexture: TEXTURE.shade, shade: [1, 1, 1] as Rgb };

const TOONS: readonly Toon[] = [
  {
    name: "Skin",
    ...RAMP,
    shift: -0.1,
    toony: 0.78,
    rim: [[0.1, 0.07, 0.05], 3.5],
    outline: [0.0014, "#9C5A50", 0.5],
  },
  {
    name: "Hair",
    ...RAMP,
    shift: -0.05,
    toony: 0.8,
    rim: [[0.15, 0.09, 0.1], 5],
    matcap: TEXTURE.hairLight,
    rimMask: TEXTURE.silkMask,
    outline: [0.0016, "#2A1620", 0.3],
  },
  {
    name: "Cloth",
    ...RAMP,
    shift: -0.05,
    toony: 0.82,
    rim: [[0.14, 0.17, 0.18], 4.5],
    outline: [0.0015, "#12262E", 0.3],
  },
  {
    name: "Eye",
    texture: TEXTURE.eye,
    shadeTexture: TEXTURE.eye,
    shade: [0.93, 0.91, 0.93],
    matcap: TEXTURE.eyeLight,
    shift: 0.4,
    toony: 0.6,
  },
  {
    name: "FacePaint",
    texture: TEXTURE.paint,
    shadeTexture: TEXTURE.paint,
    shade: [0.95, 0.93, 0.93],
    shift: 0.4,
    toony: 0.6,
    doubleSided: true,
  },
];

/** glTF materials with VRMC_materials_mtoon 1.0; a viewer without it shows them unlit. */
export const materials = TOONS.map((toon) => ({
  name: toon.name,
  doubleSided: toon.doubleSided === true,
  pbrMetallicRoughness: {
    baseColorFactor: [1, 1, 1, 1],
    baseColorTexture: { index: toon.texture },
    metallicFactor: 0,
    roughnessFactor: 0.9,
  },
  extensions: {
    KHR_materials_unlit: {},
    VRMC_materials_mtoon: {
      specVersion: "1.0",
      transparentWithZWrite: false,
      renderQueueOffsetNumber: 0,
      shadeColorFactor: toon.shade,
      shadeMultiplyTexture: { index: toon.shadeTexture },
      shadingShiftFactor: toon.shift,
      shadingToonyFactor: toon.toony,
      giEqualizationFactor: 0.9,
      rimLightingMixFactor: 0.6,
      parametricRimColorFactor: toon.rim?.[0] ?? [0, 0, 0],
      parametricRimFresnelPowerFactor: toon.rim?.[1] ?? 5,
      ...(toon.matcap === undefined ? {} : { matcapTexture: { index: toon.matcap }, matcapFactor: [1, 1, 1] }),
      ...(toon.rimMask === undefined ? {} : { rimMultiplyTexture: { index: toon.rimMask } }),
      outlineWidthMode: toon.outline ? "worldCoordinates" : "none",
      ...(toon.outline
        ? {
            outlineWidthFactor: toon.outline[0],
            outlineColorFactor: linear(toon.outline[1]),
            outlineLightingMixFactor: toon.outline[2],
          }
        : {}),
    },
  },
}));

const LINEAR = 9729;
const LINEAR_MIPMAP_LINEAR = 9987;
const CLAMP = 33071;

/** The ramps must not be filtered across their columns; the eye is seen small. */
export const samplers = [
  { magFilter: LINEAR, minFilter: LINEAR, wrapS: CLAMP, wrapT: CLAMP },
  { magFilter: LINEAR, minFilter: LINEAR_MIPMAP_LINEAR, wrapS: CLAMP, wrapT: CLAMP },
];

export const samplerOf = (texture: number): number => (texture === TEXTURE.eye ? 1 : 0);
