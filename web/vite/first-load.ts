import type { Rolldown } from "vite";

/** All that is there before the first line of `entry` runs. */
function beneath(entry: string, graph: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (id: string): void => {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) {
      if (found.has(imported)) continue;
      found.add(imported);
      walk(imported);
    }
  };
  walk(entry);
  return found;
}

/**
 * Few files in place of dozens before the first picture: a phone waits longer for the answer to each than for its bytes.
 * What both pages need is one file, and what the app alone needs another.
 * @param app path of its first module
 * @param guest the same of a page that shares parts with it
 */
export function firstLoad(app: string, guest: string): Rolldown.CodeSplittingGroup[] {
  let sets: { app: ReadonlySet<string>; guest: ReadonlySet<string> } | undefined;
  const group = (name: string, priority: number, shared: boolean): Rolldown.CodeSplittingGroup => ({
    debugName: name,
    priority,
    name(id, graph) {
      sets ??= { app: beneath(app, graph), guest: beneath(guest, graph) };
      return sets.app.has(id) && (!shared || sets.guest.has(id)) ? name : null;
    },
  });
  // A group takes along what its modules import: those of both pages are taken first.
  return [group("shared", 2, true), group("app", 1, false)];
}
