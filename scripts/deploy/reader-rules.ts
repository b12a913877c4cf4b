/** Settings as the programs of this repository read them: none that Compose hands over is refused. */
import { join } from "node:path";
import { ConfigError } from "@hisho/providers/config/config-error.ts";
import { readProvidersConfig } from "@hisho/providers/config/providers-config.ts";
import { readAsrEnvironment } from "../../relay/src/asr/settings.ts";
import { EnvironmentError, readEnvironment } from "../../relay/src/env.ts";
import { baseName } from "./answers.ts";
import type { Problems } from "./problem.ts";
import type { Selection } from "./profiles.ts";

type Variables = Readonly<Record<string, string>>;

/** By the service's name; each throws what it refuses. */
const READERS: Readonly<Record<string, (variables: Variables) => unknown>> = {
  relay: readEnvironment,
  asr: readAsrEnvironment,
};

export async function checkReaders(root: string, { services }: Selection, problems: Problems): Promise<void> {
  for (const { name, file, environment = {} } of services) {
    const variables = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value ?? "")]));
    try {
      READERS[baseName(name)]?.(variables);
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      for (const { field, expected } of error.problems) problems.add(file, `services.${name}: ${field}: ${expected}`);
    }
    const table = variables.PROVIDERS_CONFIG_PATH;
    if (table === undefined) continue;
    try {
      await readProvidersConfig(join(root, table), variables);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.add(table, `as ${name} reads it: ${error.message}`);
    }
  }
}
