/** What the service `models` fetches, and what the model servers wait for. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseManifest } from "@hisho/models/prepare/manifest.ts";
import type { Problems } from "./problem.ts";
import type { Stack } from "./stack.ts";

const MANIFEST = "models/manifest.json";
/** Where every model server has the volume. */
const MOUNTED = "/models/";

export function checkModels(root: string, { services }: Stack, problems: Problems): void {
  const { weights } = parseManifest(JSON.parse(readFileSync(join(root, MANIFEST), "utf8")));
  const fetched = new Set<string>();
  for (const { name, file, environment = {} } of services) {
    for (const wanted of String(environment.MODELS ?? "")
      .split(" ")
      .filter(Boolean)) {
      const model = weights.find((each) => each.name === wanted);
      if (model === undefined)
        problems.add(file, `services.${name}: environment.MODELS: ${MANIFEST} has no ${wanted}.`);
      for (const { to } of model?.files ?? []) fetched.add(`${MOUNTED}${model?.folder}/${to}`);
    }
  }
  for (const { name, file, environment = {} } of services) {
    const waitsFor = environment.MODEL_FILE;
    if (waitsFor === undefined || fetched.has(String(waitsFor))) continue;
    problems.add(file, `services.${name}: waits for ${waitsFor}, which none of MODELS brings.`);
  }
}
