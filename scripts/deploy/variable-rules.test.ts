import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { describe, expect, it } from "vitest";
import { readAsrEnvironment } from "../../relay/src/asr/settings.ts";
import { readEnvironment } from "../../relay/src/env.ts";
import { ROOT } from "../start/paths.mjs";
import { DEFAULTS_FILE, readDefaults } from "./variable-rules.ts";

describe("readDefaults", () => {
  it("takes keys and values, and tells keys without a comment and those that stand there twice", () => {
    const text = "# About both.\nA=1\nB=two words\n\nC=3\n\n# D again.\nD=\nA=4\n";
    expect(readDefaults(text)).toEqual({
      values: { A: "4", B: "two words", C: "3", D: "" },
      uncommented: ["C"],
      repeated: ["A"],
    });
  });
});

describe(".env.default copied to .env", () => {
  const { values } = readDefaults(readFileSync(join(ROOT, DEFAULTS_FILE), "utf8"));

  it("leaves npm start as it is without a .env", () => {
    expect(readEnvironment(values)).toEqual(readEnvironment({}));
  });

  it("leaves npm run asr as it is without a .env", () => {
    const { relay, settings } = readAsrEnvironment({ ...values, PORT: "" });
    const bare = readAsrEnvironment({});
    expect({ relay, settings }).toEqual({ relay: bare.relay, settings: bare.settings });
  });

  it("leaves the table of providers as it is without a .env", async () => {
    const file = join(ROOT, "providers/providers.yaml");
    expect(await readProvidersConfig(file, values)).toEqual(await readProvidersConfig(file, {}));
  });
});
