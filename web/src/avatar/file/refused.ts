/** Why a file cannot be a character. Keys of the catalogue: each has its sentence. */
export type RefusalReason =
  /** No byte in it. */
  | "empty"
  /** Something else under the name of a model. */
  | "not-vrm"
  /** It ends before it is complete. */
  | "cut"
  /** More than this page can carry: bytes, triangles, bones. */
  | "too-large"
  /** A glTF model without a VRM's description of a person. */
  | "no-person"
  /** Bones that every VRM has are missing. */
  | "bones"
  /** What it says of itself does not hold. */
  | "damaged"
  /** It wants parts that are not in the file. */
  | "outside"
  /** It needs an extension of glTF that is not spoken here. */
  | "unknown-part"
  /** A picture of it is too large or cannot be read. */
  | "pictures"
  /** A version of VRM or glTF that is not known here. */
  | "version"
  /** Its check took too long. */
  | "slow"
  /** It passed the checks, and still could not be drawn. */
  | "unshowable"
  /** This device has no room for it, or keeps nothing. */
  | "storage";

/** The file is not taken. `detail` names the part in the file's own terms: bones, an extension, a size. */
export class RefusedFile extends Error {
  readonly reason: RefusalReason;
  readonly detail: string;
  constructor(reason: RefusalReason, detail = "", options?: ErrorOptions) {
    super(`avatar file refused: ${reason}${detail === "" ? "" : ` (${detail})`}`, options);
    this.name = "RefusedFile";
    this.reason = reason;
    this.detail = detail;
  }
}

/** What was changed in a file so that it can be shown. Keys of the catalogue. */
export type Taming = "pictures" | "morphs" | "vertices" | "springs" | "scale";
