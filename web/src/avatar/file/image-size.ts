export type ImageType = "image/png" | "image/jpeg" | "image/webp";

export interface ImageSize {
  type: ImageType;
  width: number;
  height: number;
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length));
const u24 = (bytes: Uint8Array, at: number): number => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);

/** PNG (ISO/IEC 15948, 11.2.2): the header chunk comes first. */
function png(bytes: Uint8Array): ImageSize | null {
  if (bytes.length < 24 || ascii(bytes, 12, 4) !== "IHDR") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { type: "image/png", width: view.getUint32(16), height: view.getUint32(20) };
}

/** JPEG (ITU-T T.81, B.2.2): segments until a start of frame. */
function jpeg(bytes: Uint8Array): ImageSize | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) return { type: "image/jpeg", width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

/** WebP (RFC 9649, 2.5 to 2.7): lossy, lossless and extended. */
function webp(bytes: Uint8Array): ImageSize | null {
  if (bytes.length < 30) return null;
  const type = "image/webp";
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  switch (ascii(bytes, 12, 4)) {
    case "VP8 ":
      return { type, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const packed = view.getUint32(21, true);
      return { type, width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X":
      return { type, width: u24(bytes, 24) + 1, height: u24(bytes, 27) + 1 };
    default:
      return null;
  }
}

/** Reads type and size, pixels, from the first bytes of a picture; nothing is decoded. Null: none of the three, or no size. */
export function imageSize(bytes: Uint8Array): ImageSize | null {
  const size =
    ascii(bytes, 0, 4) === "\x89PNG"
      ? png(bytes)
      : bytes[0] === 0xff && bytes[1] === 0xd8
        ? jpeg(bytes)
        : ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 4) === "WEBP"
          ? webp(bytes)
          : null;
  return size !== null && size.width > 0 && size.height > 0 ? size : null;
}
