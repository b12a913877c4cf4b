import type { NewWireEvent } from "@hisho/protocol";
import { newId } from "../../session/new-id.ts";

/** The same UID for the same event: asked for again after its answer was lost, it is written once. */
export function eventUids(): (event: Pick<NewWireEvent, "title" | "time" | "place">) => string {
  const known = new Map<string, string>();
  return (event) => {
    const said = JSON.stringify(event);
    const uid = known.get(said) ?? newId();
    known.set(said, uid);
    return uid;
  };
}
