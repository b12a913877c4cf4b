import { existsSync } from "node:fs";
import { join } from "node:path";
import { aptInstall, canUseApt } from "../chromium.mjs";
import { ROOT } from "../start/paths.mjs";
import { say } from "../start/say.mjs";

const PACKAGE = "pocketsphinx-testdata";

/** Gets real speech where it can be had; tests that need more than is there skip. */
export function ensureSpeech() {
  const shared = existsSync(join(ROOT, "../shared/speech"));
  let packaged = existsSync(`/usr/share/doc/${PACKAGE}`);
  if (!packaged && canUseApt()) {
    say(`Installing Debian's ${PACKAGE} (recorded speech).`);
    packaged = aptInstall([PACKAGE]);
  }
  const found = [...(shared ? ["../shared/speech"] : []), ...(packaged ? [`Debian's ${PACKAGE}`] : [])];
  say(
    found.length > 0 ? `Recorded speech: ${found.join(" and ")}.` : "No recorded speech here: its tests are skipped.",
  );
}
