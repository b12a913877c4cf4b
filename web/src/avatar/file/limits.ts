/** What a file may ask of a phone. A VRoid model has some 30 MB, 40,000 triangles, 500 nodes and 60 morphs. */
export const MOST = {
  fileBytes: 128 * 2 ** 20,
  jsonBytes: 24 * 2 ** 20,
  jsonDepth: 64,
  nodes: 8_000,
  nodeDepth: 200,
  meshes: 1_000,
  primitives: 2_000,
  materials: 600,
  textures: 1_200,
  images: 400,
  accessors: 80_000,
  /** Of one skin; more does not fit a bone texture that every device takes. */
  joints: 2_048,
  /** Of one accessor, and of all meshes together. */
  elements: 6_000_000,
  vertices: 1_200_000,
  triangles: 1_000_000,
  /** Vertices times the morphs that are kept: each costs 16 to 32 bytes of graphics memory. */
  morphedVertices: 8_000_000,
  /** Of a picture before it is made smaller: decoding it takes four bytes each. */
  pictureEdge: 16_384,
  picturePixels: 80_000_000,
  springJoints: 256,
  colliders: 128,
} as const;

/** Pictures with a longer edge are made smaller, CSS-independent pixels. */
export const PICTURE_EDGE = 2_048;
/** All pictures together after that; beyond it the edge is halved. */
export const PICTURE_PIXELS_IN_ALL = 64_000_000;

/** Share of vertices that may be no number before the mesh counts as damaged. */
export const BAD_VERTEX_SHARE = 0.02;
/** Metres from the origin beyond which a vertex counts as none. */
export const FARTHEST = 1e5;
/** Hips above the ground, metres: outside of it the figure is scaled. */
export const HIPS = { least: 0.12, most: 3.5, usual: 0.85 } as const;
export const WORST_SCALE = 1e5;

/** Characters of a name or a line of the meta. */
export const NAME_LENGTH = 200;
export const TEXT_LENGTH = 2_000;
