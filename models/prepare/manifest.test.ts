import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parseManifest } from "./manifest.ts";

const json = () => JSON.parse(readFileSync(new URL("../manifest.json", import.meta.url), "utf8"));

it("reads the project's own manifest, in which the required download is small", () => {
  const { assets } = parseManifest(json());
  const required = assets.filter(({ need }) => need === "required");
  expect(required.map(({ name }) => name)).toEqual(["moonshine-tiny-en"]);
  expect(required.reduce((sum, { tarballBytes }) => sum + tarballBytes, 0)).toBeLessThan(25e6);
});

it.each(["../escape", "/etc/passwd", "a/../../b", "-rf", "a\\..\\b"])("refuses the path %s", (path) => {
  const manifest = json();
  manifest.assets[0].files[0].to = path;
  expect(() => parseManifest(manifest)).toThrow();
});
