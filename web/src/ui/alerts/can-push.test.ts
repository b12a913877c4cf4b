import { expect, it } from "vitest";
import { canPush, type PushAbility, type PushSurroundings } from "./can-push.ts";

const LINUX: PushSurroundings = { isSecureContext: true, hasPush: true, platform: "Linux x86_64", maxTouchPoints: 0 };

it.each<[PushAbility, string, Partial<PushSurroundings>]>([
  ["can", "Chromium", {}],
  ["can", "an iPhone's home screen", { platform: "iPhone", maxTouchPoints: 5 }],
  ["insecure", "plain http", { isSecureContext: false, hasPush: false }],
  ["install", "Safari on an iPhone", { hasPush: false, platform: "iPhone", maxTouchPoints: 5 }],
  ["install", "Safari on an iPad", { hasPush: false, platform: "MacIntel", maxTouchPoints: 5 }],
  ["cannot", "an old Safari on a Mac", { hasPush: false, platform: "MacIntel" }],
  ["cannot", "WebKitGTK", { hasPush: false }],
])("says %s of %s", (ability, _, change) => {
  expect(canPush({ ...LINUX, ...change })).toBe(ability);
});
