/** Dockerfiles: what a linter finds, the rules of the house, and what Compose asks of them. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ignore from "@balena/dockerignore";
import { Copy, DockerfileParser, type Instruction } from "dockerfile-ast";
import { validate } from "dockerfile-utils";
import type { Problems } from "./problem.ts";
import { type PlacedService, placedPath, type Stack } from "./stack.ts";

type Say = (message: string) => void;

/** A stage of a build: its FROM and what follows. */
interface Stage {
  name: string;
  image: string;
  instructions: readonly Instruction[];
}

const MOVING = /^(main|master|HEAD|latest|develop)$/;

/** `${NAME}` and `${NAME:-…}` out of ARG's defaults; undefined where one has none. */
function fill(text: string, args: ReadonlyMap<string, string | undefined>): string | undefined {
  let isComplete = true;
  const filled = text.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_all, name: string, fallback?: string) => {
    const value = args.get(name) ?? fallback;
    isComplete &&= value !== undefined;
    return value ?? "";
  });
  return isComplete ? filled : undefined;
}

const argOf = (instruction: Instruction): [string, string | undefined] => {
  const [name = "", ...value] = (instruction.getArgumentsContent() ?? "").split("=");
  return [name, value.length === 0 ? undefined : value.join("=").replace(/^"(.*)"$/, "$1")];
};

function readStages(instructions: readonly Instruction[], args: ReadonlyMap<string, string | undefined>): Stage[] {
  const starts = instructions.flatMap((instruction, at) => (instruction.getKeyword() === "FROM" ? [at] : []));
  return starts.map((start, index) => {
    const words = (instructions[start]?.getArguments() ?? []).map((argument) => argument.getValue());
    const [image = "", as, name = String(index)] = words.filter((word) => !word.startsWith("--"));
    return {
      name: as?.toUpperCase() === "AS" ? name : String(index),
      image: fill(image, args) ?? image,
      instructions: instructions.slice(start, starts[index + 1]),
    };
  });
}

function checkPinned(stages: readonly Stage[], args: ReadonlyMap<string, string | undefined>, say: Say): void {
  stages.forEach(({ image }, at) => {
    if (stages.slice(0, at).some((earlier) => earlier.name === image)) return;
    const tag = /:([\w][\w.-]*)$/.exec(image)?.[1];
    const isPinned = /@sha256:[0-9a-f]{64}$/.test(image) || (tag !== undefined && /\d/.test(tag) && !MOVING.test(tag));
    if (!isPinned) say(`FROM ${image}: expected the tag of one version, every ARG in it with a default.`);
  });
  for (const [name, value] of args) {
    if (/_(REF|VERSION)$/.test(name) && (value === undefined || value === "" || MOVING.test(value))) {
      say(`ARG ${name}: expected a default that names one version.`);
    }
  }
}

function checkInstructions(stage: Stage, stages: readonly Stage[], say: Say): void {
  for (const instruction of stage.instructions) {
    const keyword = instruction.getKeyword();
    const line = instruction.getArgumentsContent() ?? "";
    if (keyword === "ADD") say("ADD: expected COPY for files of the context; nothing is fetched without a pinned ref.");
    if (keyword === "RUN" && /\b(curl|wget)\b[^&|;]*https?:[^|]*\|\s*(ba)?sh\b/.test(line)) {
      say("RUN: a script from the network is not run.");
    }
    if (keyword === "RUN" && /apt-get install/.test(line)) {
      if (!line.includes("--no-install-recommends")) say("RUN apt-get install: expected --no-install-recommends.");
      if (!line.includes("rm -rf /var/lib/apt/lists")) say("RUN apt-get install: expected the lists to be removed.");
    }
    if (/^(CMD|ENTRYPOINT)$/.test(keyword) && !line.startsWith("[")) {
      say(`${keyword}: expected a list in JSON, so that signals reach the program.`);
    }
    const from = instruction instanceof Copy ? instruction.getFromFlag()?.getValue() : undefined;
    if (from !== undefined && from !== null && !stages.some(({ name }) => name === from)) {
      say(`COPY --from=${from}: no stage has that name.`);
    }
  }
}

/** The user of a stage, or of the stage that it is made from. */
function userOf(stage: Stage | undefined, stages: readonly Stage[]): string | undefined {
  if (stage === undefined) return undefined;
  const own = stage.instructions.findLast((instruction) => instruction.getKeyword() === "USER");
  return (
    own?.getArgumentsContent() ??
    userOf(
      stages.find(({ name }) => name === stage.image && stage.name !== name),
      stages,
    )
  );
}

function checkUser(stage: Stage | undefined, stages: readonly Stage[], say: Say): void {
  const user = userOf(stage, stages);
  if (stage !== undefined && !/^[1-9]\d*(:\d+)?$/.test(user ?? "")) {
    say(`USER ${user ?? "(none)"} of stage ${stage.name}: expected the number of somebody other than root.`);
  }
}

/** What is copied from the context has to be there, and to be sent along. */
function checkSources(root: string, context: string, stages: readonly Stage[], say: Say): void {
  const list = join(root, context, ".dockerignore");
  const ignored = ignore().add(existsSync(list) ? readFileSync(list, "utf8").split("\n") : []);
  for (const instruction of stages.flatMap(({ instructions }) => instructions)) {
    if (!(instruction instanceof Copy) || instruction.getFromFlag() !== null) continue;
    const words = instruction.getArguments().map((argument) => argument.getValue());
    for (const source of words.filter((word) => !word.startsWith("--")).slice(0, -1)) {
      if (source === "." || source === "./") continue;
      if (!existsSync(join(root, context, source))) say(`COPY ${source}: is not in the context ${context}.`);
      else if (ignored.ignores(source)) say(`COPY ${source}: .dockerignore keeps it out.`);
    }
  }
}

/** One file, and every way in which Compose builds it. */
function checkDockerfile(root: string, file: string, builders: readonly PlacedService[], problems: Problems): void {
  const say: Say = (message) => problems.add(file, message);
  if (!existsSync(join(root, file))) {
    say(`does not exist; ${builders[0]?.name} is built from it.`);
    return;
  }
  const text = readFileSync(join(root, file), "utf8");
  for (const { message, range } of validate(text)) say(`line ${range.start.line + 1}: ${message}`);
  const instructions = DockerfileParser.parse(text).getInstructions();
  const args = new Map(instructions.filter((each) => each.getKeyword() === "ARG").map(argOf));
  const stages = readStages(instructions, args);
  checkPinned(stages, args, say);
  for (const stage of stages) checkInstructions(stage, stages, say);
  checkUser(stages.at(-1), stages, say);
  for (const service of builders) {
    const { target, args: given = {}, context } = service.build ?? { context: "." };
    const built = stages.find(({ name }) => name === target);
    if (target !== undefined && built === undefined) say(`no stage ${target}, which ${service.name} is built from.`);
    checkUser(built, stages, say);
    for (const name of Object.keys(given)) if (!args.has(name)) say(`no ARG ${name}, which ${service.name} sets.`);
    checkSources(root, placedPath(service, context), stages, say);
  }
}

export function checkDockerfiles(root: string, { services }: Stack, problems: Problems): void {
  const builders = new Map<string, PlacedService[]>();
  for (const service of services) {
    if (service.build === undefined) continue;
    const { context, dockerfile = "Dockerfile" } = service.build;
    const file = placedPath(service, join(context, dockerfile));
    builders.set(file, [...(builders.get(file) ?? []), service]);
  }
  for (const [file, list] of builders) checkDockerfile(root, file, list, problems);
  if (builders.size === 0) problems.add(dirname("docker-compose.yml"), "no service is built here.");
}
