import { expect, it } from "vitest";
import { nodeVersionProblem } from "./node-version.mjs";

it.each(["20.19.0", "20.20.2", "22.1.0", "100.0.0"])("runs on Node %s", (version) => {
  expect(nodeVersionProblem(version)).toBeUndefined();
});

it.each(["20.18.3", "18.20.8", "4.9.1"])("refuses Node %s in a sentence", (version) => {
  expect(nodeVersionProblem(version)).toContain(`20.19 or newer, and this is ${version}`);
});
