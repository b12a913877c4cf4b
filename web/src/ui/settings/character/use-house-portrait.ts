import { useEffect, useState } from "react";

let taken: Promise<Blob | null> | null = null;

/** Taken of the model itself once a page; null until then, and where the browser cannot draw. */
export function useHousePortrait(): Blob | null {
  const [portrait, setPortrait] = useState<Blob | null>(null);
  useEffect(() => {
    let isShown = true;
    taken ??= takePortrait();
    void taken.then((blob) => {
      if (isShown) setPortrait(blob);
    });
    return () => {
      isShown = false;
    };
  }, []);
  return portrait;
}

async function takePortrait(): Promise<Blob | null> {
  try {
    const [{ portraitOf }, { HOUSE_SOURCE }] = await Promise.all([
      import("../../../avatar/try-on.ts"),
      import("../../../avatar/load.ts"),
    ]);
    return await portraitOf(HOUSE_SOURCE, new AbortController().signal);
  } catch (error) {
    console.warn("portrait", error);
    taken = null; // offline before the first visit: the next one may have it
    return null;
  }
}
