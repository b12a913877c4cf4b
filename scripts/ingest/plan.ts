/** What there is to do so that the documents are what the folder holds. Nothing here touches a file or the relay. */
import path from "node:path";
import type { FoundFile } from "./walk.ts";

/** What is kept of a document. */
export interface KnownDocument {
  docId: string;
  /** Its file's path; in an archive, the archive's path and its own there. */
  source: string;
  /** Of the file, SHA-256 in hexadecimal; null where it did not come from one. */
  fileHash: string | null;
}

export interface Plan {
  /** New, or changed. */
  read: FoundFile[];
  unchanged: FoundFile[];
  /** The same file under another path: it stays the same document. */
  moved: { docId: string; from: string; to: string }[];
  /** The same content under several paths is kept once. */
  duplicates: { path: string; of: string }[];
  /** Documents of this folder whose file is not there any more. */
  gone: KnownDocument[];
}

const isIn = ({ source }: KnownDocument, file: string): boolean => source === file || source.startsWith(`${file}/`);

/** @param exists whether there is such a file, looked for or not */
export function planOf(
  root: string,
  found: readonly FoundFile[],
  known: readonly KnownDocument[],
  exists: (file: string) => boolean,
): Plan {
  const plan: Plan = { read: [], unchanged: [], moved: [], duplicates: [], gone: [] };
  const byHash = new Map<string | null, KnownDocument[]>();
  for (const document of known) byHash.set(document.fileHash, [...(byHash.get(document.fileHash) ?? []), document]);
  const paths = new Set(found.map((file) => file.path));
  const isElsewhere = (file: string): boolean => !paths.has(file) && exists(file);
  const claimed = new Map<string, string>();
  const staying = new Set<KnownDocument>();

  for (const file of found) {
    const same = byHash.get(file.hash) ?? [];
    if (!same.some((document) => isIn(document, file.path))) continue;
    plan.unchanged.push(file);
    claimed.set(file.hash, file.path);
    for (const document of same) if (isIn(document, file.path)) staying.add(document);
  }
  const settled = new Set(plan.unchanged);
  for (const file of found) {
    if (settled.has(file)) continue;
    const claimedBy = claimed.get(file.hash);
    if (claimedBy !== undefined) {
      plan.duplicates.push({ path: file.path, of: claimedBy });
      continue;
    }
    const [same, ...others] = (byHash.get(file.hash) ?? []).filter((document) => !staying.has(document));
    const isOneFile =
      same !== undefined && others.length === 0 && path.extname(same.source) === path.extname(file.path);
    const isReplaced = known.some(({ source }) => source === file.path);
    claimed.set(file.hash, file.path);
    if (isOneFile && isElsewhere(same.source)) {
      plan.duplicates.push({ path: file.path, of: same.source });
    } else if (isOneFile && !paths.has(same.source) && !isReplaced) {
      plan.moved.push({ docId: same.docId, from: same.source, to: file.path });
      staying.add(same);
    } else plan.read.push(file);
  }
  const read = new Set(plan.read.map((file) => file.path));
  plan.gone = known.filter((document) => {
    if (staying.has(document) || document.fileHash === null || !isBelow(root, document.source)) return false;
    return ![...ancestors(document.source, root)].some((file) => read.has(file) || exists(file));
  });
  return plan;
}

const isBelow = (root: string, file: string): boolean => file.startsWith(root.endsWith("/") ? root : `${root}/`);

/** The path itself and every path above it, up to the folder: one of them is the file that it is in. */
function* ancestors(source: string, root: string): Generator<string> {
  for (let file = source; isBelow(root, file); file = path.dirname(file)) yield file;
}
