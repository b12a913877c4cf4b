import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parseProvidersConfig } from "./providers-config.ts";
import { ENTRIES, keysOf, namesOf } from "./schema.ts";

const COMMON = ["provider", "languages", "require_gpu", "is_mock"];

describe("docs/providers.md", () => {
  let page: string;
  beforeAll(async () => {
    page = await readFile(new URL("../../../docs/providers.md", import.meta.url), "utf8");
  });

  const names = Object.keys(ENTRIES).flatMap((role) => namesOf(role).map((name) => [role, name] as const));
  it.each(names)("has every setting of %s %s, and no other", (role, name) => {
    const section = page.split(`\n### ${role}\n`)[1]?.split("\n#", 1)[0] ?? "";
    const row = section.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
    const settings = row?.split(" | ")[2] ?? "";
    const told = [...settings.replace(/\([^)]*\)/g, "").matchAll(/`(\w+)`/g)].map(([, key]) => key);
    expect(told.toSorted()).toEqual(
      keysOf(role, name)
        .filter((key) => !COMMON.includes(key))
        .toSorted(),
    );
  });

  it("has examples that load", () => {
    const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text as string);
    expect(examples.length).toBeGreaterThanOrEqual(8);
    for (const text of examples) {
      const variables = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = ""]) => [
        name,
        name.endsWith("ENDPOINT") ? "http://127.0.0.1:1" : "given",
      ]);
      expect(() => parseProvidersConfig(text, "docs/providers.md", Object.fromEntries(variables))).not.toThrow();
    }
  });
});
