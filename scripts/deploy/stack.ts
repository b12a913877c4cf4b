/** docker-compose.yml with what it includes, read as Compose reads it, and held against the specification's schema. */
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, normalize, relative } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { interpolateTree, type VariableUse } from "./interpolate.ts";
import type { Problems } from "./problem.ts";

/** What the rules look at. The schema allows other forms of some fields; a rule that meets one says so. */
export interface Service {
  image?: string;
  build?: { context: string; dockerfile?: string; target?: string; args?: Readonly<Record<string, string>> };
  profiles?: readonly string[];
  user?: string;
  read_only?: boolean;
  restart?: string;
  network_mode?: string;
  cap_add?: readonly string[];
  cap_drop?: readonly string[];
  security_opt?: readonly string[];
  environment?: Readonly<Record<string, string | number | boolean | null>>;
  command?: string | readonly string[];
  ports?: readonly unknown[];
  volumes?: readonly unknown[];
  networks?: Readonly<Record<string, { aliases?: readonly string[] } | null>>;
  depends_on?: Readonly<Record<string, { condition: string }>>;
  healthcheck?: { disable?: boolean; test?: string | readonly string[] };
  deploy?: {
    resources?: {
      reservations?: { devices?: readonly { count?: number | string; capabilities?: readonly string[] }[] };
    };
  };
}

interface ComposeFile {
  include?: readonly string[];
  services?: Readonly<Record<string, Service>>;
  volumes?: Readonly<Record<string, unknown>>;
}

export interface PlacedService extends Service {
  name: string;
  /** The Compose file that it stands in, relative to the root. */
  file: string;
}

export interface Stack {
  services: readonly PlacedService[];
  /** Declared volumes, each with its file. */
  volumes: ReadonlyMap<string, string>;
  uses: readonly (VariableUse & { file: string })[];
}

/** A path of a service's file, relative to the root. */
export const placedPath = (service: PlacedService, path: string): string =>
  normalize(join(dirname(service.file), path));

/** The schema is the specification's own (compose-spec/compose-spec, Apache-2.0), as dclint carries it. */
function compileSchema(): ValidateFunction<ComposeFile> {
  const carrier = createRequire(import.meta.url).resolve("dclint/package.json");
  const schema = JSON.parse(readFileSync(join(dirname(carrier), "schemas/compose.schema.json"), "utf8"));
  // Its dialect, draft 7, is the one that Ajv takes without being told.
  const { $schema: _dialect, ...rest } = schema as Record<string, unknown>;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile<ComposeFile>(rest);
}

const validate = compileSchema();

function* schemaProblems(): Generator<string> {
  for (const { instancePath, message, params } of validate.errors ?? []) {
    const isUnknown = "additionalProperty" in params;
    const what = isUnknown ? `"${params.additionalProperty}" is no field of the specification` : message;
    yield `${instancePath || "/"}: ${what}.`;
  }
}

/**
 * @param root the repository's
 * @param values of the variables
 */
export async function readStack(
  root: string,
  values: Readonly<Record<string, string | undefined>>,
  problems: Problems,
): Promise<Stack> {
  const services: PlacedService[] = [];
  const volumes = new Map<string, string>();
  const uses: (VariableUse & { file: string })[] = [];
  const read = async (file: string): Promise<void> => {
    let tree: unknown;
    try {
      const raw: unknown = parse(await readFile(join(root, file), "utf8"), { merge: true });
      tree = interpolateTree(raw, values, (use) => uses.push({ ...use, file }));
    } catch (error) {
      problems.add(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    if (!validate(tree)) {
      for (const message of schemaProblems()) problems.add(file, message);
      return;
    }
    for (const [name, service] of Object.entries(tree.services ?? {})) {
      const other = services.find((known) => known.name === name);
      if (other !== undefined) problems.add(file, `services.${name}: stands in ${other.file} too.`);
      services.push({ ...service, name, file });
    }
    for (const name of Object.keys(tree.volumes ?? {})) volumes.set(name, file);
    for (const other of tree.include ?? []) await read(relative(root, join(root, dirname(file), other)));
  };
  await read("docker-compose.yml");
  return { services, volumes, uses };
}
