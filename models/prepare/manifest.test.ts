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

it("names each model once, with its licence, and pins the revision of whatever it knows the hash of", () => {
  const { assets, weights } = parseManifest(json());
  expect(new Set(weights.map(({ name }) => name)).size).toBe(weights.length);
  expect(new Set(weights.map(({ role }) => role))).toEqual(new Set(["stt", "llm", "tts", "embedding"]));
  expect(weights.filter(({ nonCommercial }) => nonCommercial).map(({ name }) => name)).toEqual(["openaudio-s1-mini"]);
  for (const { name, files, engine } of weights) {
    if (engine !== undefined) expect(assets.some((asset) => asset.name.startsWith(`${engine}-`))).toBe(true);
    for (const { url, sha256, bytes } of files) {
      expect(sha256 === undefined, name).toBe(bytes === undefined);
      if (sha256 !== undefined) expect(url, name).toMatch(/\/resolve\/[0-9a-f]{40}\//);
    }
  }
});
