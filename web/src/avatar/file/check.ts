/** A file of unknown origin, checked and tamed before a loader sees it. Pure; runs in a worker. */
import { checkAccessors } from "./accessors.ts";
import { type Gltf, readDocument } from "./document.ts";
import { readGlb } from "./glb.ts";
import { depths } from "./graph.ts";
import { parseUntrusted } from "./json.ts";
import { type Licence, licenceOf } from "./licence.ts";
import { MOST } from "./limits.ts";
import { checkMeshes } from "./meshes.ts";
import { dropMorphs } from "./morphs.ts";
import { readBones, type VrmVersion, versionOf } from "./person.ts";
import { bytesOfView, checkPictures, type Shrinking, takeThumbnail } from "./pictures.ts";
import { RefusedFile, type Taming } from "./refused.ts";
import { tameScale } from "./scale.ts";
import { tameSprings } from "./springs.ts";

export interface Checked {
  document: Gltf;
  /** The file's own bytes; vertices are mended in place. */
  bin: Uint8Array;
  version: VrmVersion;
  licence: Licence;
  triangles: number;
  tamed: Taming[];
  shrink: readonly Shrinking[];
  /** The portrait in the file, PNG, JPEG or WebP; empty where there is none. */
  thumbnail: Uint8Array;
}

/** VRMC_vrm 1.0: the loader takes no other, whatever the terms in the rest of the meta. */
const LICENCE_URL = "https://vrm.dev/licenses/1.0/";

/**
 * @param bytes the whole file; changed in place
 * @throws RefusedFile with the first reason found
 */
export function checkVrm(bytes: Uint8Array): Checked {
  if (bytes.byteLength > MOST.fileBytes) throw new RefusedFile("too-large", `${Math.round(bytes.byteLength / 1e6)} MB`);
  const { json, bin } = readGlb(bytes);
  const document = readDocument(parseUntrusted(json));
  const version = versionOf(document);
  const depth = depths(document);
  checkAccessors(document, bin);
  const bones = readBones(document, version, depth);
  const { mended, triangles } = checkMeshes(document, bin);
  const shrink = checkPictures(document, bin);
  const vrm = version === "1" ? document.extensions.VRMC_vrm : document.extensions.VRM;
  const licence = licenceOf(vrm?.meta, version);
  const portrait = takeThumbnail(document, version);
  const thumbnail =
    portrait === null ? new Uint8Array() : bytesOfView(document, bin, document.images[portrait]?.bufferView);
  // The terms are kept beside the file; the loader wants only to see that there are some.
  if (vrm !== undefined) vrm.meta = version === "1" ? { name: "", authors: [""], licenseUrl: LICENCE_URL } : {};
  const tamed: Taming[] = [];
  if (mended) tamed.push("vertices");
  if (dropMorphs(document, version) >= WORTH_TELLING) tamed.push("morphs");
  if (tameSprings(document, version)) tamed.push("springs");
  if (tameScale(document, bones)) tamed.push("scale");
  if (shrink.length > 0) tamed.push("pictures");
  return { document, bin, version, licence, triangles, tamed, shrink, thumbnail: thumbnail.slice() };
}

/** Nobody misses a few unused morphs. */
const WORTH_TELLING = 100;
