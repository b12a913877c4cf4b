import { expect, it } from "vitest";
import { isInstalled } from "./install.mjs";

const LOCK = {
  "": {},
  "node_modules/a": { version: "1.0.0", integrity: "sha512-a" },
  "node_modules/for-another-system": { version: "1.0.0", integrity: "sha512-b", optional: true },
};

it("finds an installation of the lock file complete", () => {
  expect(isInstalled(LOCK, { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } })).toBe(true);
});

it.each([
  ["nothing is installed", undefined],
  ["a package is missing", {}],
  ["a package is of another version", { "node_modules/a": { version: "0.9.0", integrity: "sha512-a" } }],
  ["a package has other contents", { "node_modules/a": { version: "1.0.0", integrity: "sha512-x" } }],
])("installs when %s", (_, installed) => {
  expect(isInstalled(LOCK, installed)).toBe(false);
});
