import { useEffect } from "react";
import { giftsOf } from "../documents/dropped-files.ts";
import { TYPE_ASKED, takeLaunches } from "../launch.ts";
import { go, routeOf } from "../route.ts";
import { useServices } from "../services.ts";
import { endingOf } from "./use-dropped-files.ts";

/** What the app is opened with: a shortcut of its icon, or files. Stands behind the talk, which listens for one of them. */
export function Launches(): null {
  const { actions, wardrobe, repertoire, shelf } = useServices();
  useEffect(() => {
    takeLaunches(window, () => window.history.replaceState(null, "", window.location.pathname + window.location.hash), {
      converse: () => {
        go({ page: "talk" });
        actions.converse(null);
      },
      type: () => {
        go({ page: "talk" });
        window.dispatchEvent(new Event(TYPE_ASKED));
      },
      place: (hash) => go(routeOf(hash)),
      files: (files) => {
        const documents = files.filter(({ name }) => ![".vrm", ".vrma"].includes(endingOf(name)));
        for (const file of files) {
          if (endingOf(file.name) === ".vrm") void wardrobe.add(file);
          else if (endingOf(file.name) === ".vrma") void repertoire.add(file);
        }
        if (documents.length === 0) return;
        shelf.add(giftsOf(documents));
        go({ page: "documents", document: null });
      },
    });
  }, [actions, wardrobe, repertoire, shelf]);
  return null;
}
