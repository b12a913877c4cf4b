/**
 * Files that say apart who does what and how each is reached:
 *
 *     roles: { llm: nim-qwen3, stt: [whisper-cpp, embedded] }
 *     providers:
 *       nim-qwen3: { endpoint: "http://llm:8000/v1", model: qwen3-32b }
 */
import type { Path } from "./config-error.ts";
import type { Refuse } from "./environment.ts";
import { isMapping, type Mapping } from "./mapping.ts";
import type { Moves } from "./moves.ts";

/** Puts each named provider's settings into its roles. A file without `roles` stays as it is. Pure. */
export function inlineProviders(root: Mapping, moves: Moves, refuse: Refuse): Mapping {
  const { roles, providers = {}, ...rest } = root;
  if (roles === undefined) return root;
  if (!isMapping(roles) || !isMapping(providers)) {
    refuse([isMapping(roles) ? "providers" : "roles"], "expected a mapping");
    return rest;
  }
  const inline = (choice: unknown, to: Path, from: Path): unknown => {
    moves.moved(to, from);
    if (Array.isArray(choice)) return choice.map((each: unknown, i) => inline(each, [...to, i], [...from, i]));
    if (typeof choice !== "string") return choice;
    const settings = Object.hasOwn(providers, choice) ? providers[choice] : {};
    if (!isMapping(settings)) {
      refuse(["providers", choice], "expected a mapping");
      return undefined;
    }
    if (Object.hasOwn(providers, choice)) moves.moved(to, ["providers", choice]);
    if (!("provider" in settings)) moves.moved([...to, "provider"], from);
    return { provider: choice, ...settings };
  };
  for (const [role, choice] of Object.entries(roles)) {
    if (role in rest) refuse(["roles", role], `expected each role once, ${role} stands in this file too`);
    rest[role] = inline(choice, [role], ["roles", role]);
  }
  return rest;
}
