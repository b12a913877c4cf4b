/** Holds every file of the deployment against its schema, its neighbours and the programs that will read it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkCommands } from "./command-rules.ts";
import { checkDockerfiles } from "./dockerfile-rules.ts";
import { checkSelection } from "./graph-rules.ts";
import { checkModels } from "./model-rules.ts";
import { checkNetworkFiles } from "./network-files.ts";
import { type Problem, Problems } from "./problem.ts";
import { type Selection, selections } from "./profiles.ts";
import { checkReaders } from "./reader-rules.ts";
import { checkServices } from "./service-rules.ts";
import { readStack } from "./stack.ts";
import { askTools, type Skipped } from "./tools.ts";
import { checkHandedOver, checkVariables, DEFAULTS_FILE, readDefaults } from "./variable-rules.ts";

export interface Checked {
  problems: readonly Problem[];
  skipped: readonly Skipped[];
  selections: readonly Selection[];
}

/**
 * @param root the repository's, or a copy's
 * @param ask how programs of the machine are asked
 */
export async function checkDeployment(root: string, ask: typeof askTools = askTools): Promise<Checked> {
  const problems = new Problems();
  const defaults = readDefaults(readFileSync(join(root, DEFAULTS_FILE), "utf8"));
  const stack = await readStack(root, defaults.values, problems);
  const chosen = selections(stack);
  checkServices(root, stack, problems);
  for (const selection of chosen) {
    checkSelection(selection, problems);
    await checkReaders(root, selection, problems);
  }
  checkVariables(root, stack, defaults, problems);
  checkHandedOver(root, stack, problems);
  checkModels(root, stack, problems);
  checkDockerfiles(root, stack, problems);
  checkCommands(root, stack, problems);
  checkNetworkFiles(root, chosen, problems);
  const skipped = ask(
    root,
    chosen.map(({ profiles }) => profiles.join()),
    problems,
  );
  return { problems: problems.list(), skipped, selections: chosen };
}
