import { type CSSProperties, useEffect } from "react";
import { useStore } from "zustand";
import type { Settings } from "../../session/talk.ts";
import { useServices, useSettings } from "../services.ts";
import { useBlobUrl } from "../use-blob-url.ts";

/** What is behind the window and the character, for the stage's own style sheet. */
export function useGround(): { "data-ground": Settings["ground"]; style: CSSProperties } {
  const { backdrop } = useServices();
  const { ground, groundColour } = useSettings((settings) => settings);
  const picture = useStore(backdrop.store, (state) => state.picture);
  useEffect(() => {
    if (ground === "picture") void backdrop.look();
    // An overlay is seen through as a whole.
    document.documentElement.dataset.ground = ground;
  }, [ground, backdrop]);
  const url = useBlobUrl(ground === "picture" ? picture : null);
  // Until there is a picture the wall is plain.
  const shown = ground === "picture" && url === null ? "wall" : ground;
  const style = { "--ground": groundColour, "--ground-picture": url === null ? "none" : `url("${url}")` };
  return { "data-ground": shown, style: style as CSSProperties };
}
