/**
 * `npm run check:browsers`: the built app from a real relay in WebKitGTK and Firefox ESR. A browser that is missing comes
 * from Debian where apt works as root, else is passed over with a sentence. Fails when a browser that runs finds something.
 */
import { accessSync, constants } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { aptInstall, canUseApt } from "../../../scripts/chromium.mjs";
import { startRelay } from "../relay.ts";
import type { DrivenBrowser } from "./driven.ts";
import { openFirefox } from "./firefox.ts";
import { walk } from "./walk.ts";
import { openWebKit } from "./webkit.ts";

/** Every program by the places where it may be; the first that is there counts. */
interface Kind {
  name: string;
  packages: string[];
  programs: string[][];
  open(programs: readonly string[]): Promise<DrivenBrowser>;
}

/** Where the pictures of both lie afterwards. */
const PICTURES = "test-results/browsers";

const onPath = (name: string): string[] => (process.env.PATH ?? "").split(":").map((folder) => `${folder}/${name}`);
const DEBIAN_WEBKIT = [`${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`].flatMap((triplet) =>
  ["4.1", "4.0"].map((version) => `/usr/lib/${triplet}/webkit2gtk-${version}/MiniBrowser`),
);
const KINDS: readonly Kind[] = [
  {
    name: "WebKitGTK",
    packages: ["webkit2gtk-driver", "xvfb", "xauth"],
    programs: [onPath("xvfb-run"), onPath("WebKitWebDriver"), DEBIAN_WEBKIT],
    open: ([xvfbRun = "", driver = "", miniBrowser = ""]) => openWebKit({ xvfbRun, driver, miniBrowser }),
  },
  {
    name: "Firefox",
    packages: ["firefox-esr"],
    programs: [[...onPath("firefox-esr"), ...onPath("firefox")]],
    open: ([firefox = ""]) => openFirefox(firefox),
  },
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The programs' paths, installed where that can be done; null when one is still missing. */
function programsOf({ name, packages, programs }: Kind): string[] | null {
  const look = (): string[] => programs.flatMap((places) => places.find(isExecutable) ?? []);
  if (look().length < programs.length && canUseApt()) {
    process.stdout.write(`Installing ${name} from Debian: ${packages.join(", ")}\n`);
    aptInstall(packages);
  }
  const found = look();
  return found.length < programs.length ? null : found;
}

const relay = await startRelay();
try {
  for (const kind of KINDS) {
    const programs = programsOf(kind);
    if (programs === null) {
      process.stdout.write(
        `${kind.name}: passed over, it is not installed (Debian: apt install ${kind.packages.join(" ")})\n`,
      );
      continue;
    }
    const browser = await kind.open(programs);
    try {
      process.stdout.write(`${browser.version}\n`);
      await mkdir(PICTURES, { recursive: true });
      const picture = async (name: string): Promise<void> =>
        writeFile(path.join(PICTURES, `${kind.name}-${name}.png`), await browser.picture());
      for (const { what, wrong, note } of await walk(browser, relay.url, picture)) {
        const found = wrong === null ? `ok${note === undefined ? "" : `, ${note}`}` : `FAILED: ${wrong}`;
        process.stdout.write(`  ${what.padEnd(40)} ${found}\n`);
        if (wrong !== null) process.exitCode = 1;
      }
    } finally {
      await browser.close();
    }
  }
} finally {
  await relay.stop();
}
