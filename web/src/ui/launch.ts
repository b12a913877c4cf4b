/** How the app was opened: from its icon's menu, or with files from the desktop (Launch Handler and File Handling API). */

/** Dispatched on the window when the field to write in is wanted; a `CustomEvent`'s detail is what shall stand in it. */
export const TYPE_ASKED = "type-asked";

export interface LaunchTakers {
  files(files: readonly File[]): void;
  converse(): void;
  type(): void;
  /** A place of the app, as the hash of an address. */
  place(hash: string): void;
}

/** What the address of a launch asks for; the manifest's shortcuts name these. */
export function followLaunch(address: string, takers: Omit<LaunchTakers, "files">): void {
  const { searchParams, hash } = new URL(address, "https://app.invalid");
  const asked = searchParams.get("launch");
  if (asked === "new") takers.converse();
  else if (asked === "type") takers.type();
  else if (hash.length > 2) takers.place(hash);
}

interface Launch {
  targetURL?: string | null;
  files?: readonly FileSystemFileHandle[];
}

/**
 * Takes the launch that opened this page and those that come to it while it is open.
 * @param replace forgets the address's request, so that a reload does not repeat it
 */
export function takeLaunches(
  page: { location: Pick<Location, "href">; launchQueue?: { setConsumer(take: (launch: Launch) => void): void } },
  replace: () => void,
  takers: LaunchTakers,
): void {
  if (page.location.href.includes("launch=")) {
    followLaunch(page.location.href, takers);
    replace();
  }
  let first = true;
  page.launchQueue?.setConsumer(({ targetURL, files = [] }) => {
    // The first launch is the address of this page, which has been followed.
    if (!first && targetURL != null) followLaunch(targetURL, takers);
    first = false;
    if (files.length === 0) return;
    void Promise.allSettled(files.map((file) => file.getFile())).then((read) =>
      takers.files(read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))),
    );
  });
}

declare global {
  interface Window {
    /** Chromium only. */
    launchQueue?: { setConsumer(take: (launch: Launch) => void): void };
  }
}
