/** `npm run models`: the command, apart from the process that runs it. */
import { parseArgs } from "node:util";
import { PrepareError } from "../prepare/errors.ts";
import type { Manifest } from "../prepare/manifest.ts";
import type { Progress } from "../prepare/prepare.ts";
import { isMirror, MIRROR_EXPECTED } from "./address.ts";
import { engineAsset } from "./engine.ts";
import type { GetOptions } from "./get.ts";
import { removeWeights, type Verdict, verifyWeights } from "./keep.ts";
import { listing } from "./list.ts";
import { type ObtainOptions, obtainModel } from "./obtain.ts";
import { presenceOf } from "./place.ts";
import type { Weights } from "./weights.ts";

const HELP = `Models that Hisho can use and does not come with.

  npm run models -- list               what there is, how large, under which licence, and what is here
  npm run models -- get NAME           fetches it; stopped with Ctrl-C it goes on the next time
  npm run models -- verify [NAME]      reads every byte again and compares the SHA-256
  npm run models -- remove NAME        deletes its files

  --mirror URL        a server with the hub's paths in the hub's place (HF_ENDPOINT does the same)
  --directory PATH    where the files go (models/weights)

HF_TOKEN is shown to huggingface.co only, for models that it gives to accounts ("account" in the list); to a mirror, over
https, where HF_TOKEN_TO_MIRROR=true says so.
A file whose SHA-256 the manifest does not know is trusted when it first comes; its figures are kept in measured.json
among the files, and every later download is held against them.
`;

export interface CliPorts {
  manifest: Manifest;
  /** Where the files go unless told otherwise. */
  directory: string;
  env: Readonly<Record<string, string | undefined>>;
  print: (line: string) => void;
  show: (progress: Progress) => void;
  signal: AbortSignal;
  /** For tests. */
  overrides?: Partial<Pick<GetOptions, "room" | "open" | "stallMs">>;
  prepare?: NonNullable<ObtainOptions["prepare"]>;
}

/** @returns the exit code: 0 done, 1 could not, 2 called wrongly, 130 stopped */
export async function runCli(argv: readonly string[], ports: CliPorts): Promise<number> {
  const { print, env, signal } = ports;
  let parsed: ReturnType<typeof readArguments>;
  try {
    parsed = readArguments(argv);
  } catch (error) {
    print(`${messageOf(error)}\n`);
    print(HELP);
    return 2;
  }
  const { values, positionals } = parsed;
  const [verb, name, ...rest] = positionals;
  if (values.help || verb === undefined) {
    print(HELP);
    return values.help ? 0 : 2;
  }
  const directory = values.directory ?? ports.directory;
  const known = ports.manifest.weights;
  const entry = known.find((candidate) => candidate.name === name);
  if (rest.length > 0 || (name !== undefined && entry === undefined) || !isVerb(verb)) {
    print(isVerb(verb) ? `There is no model named "${[name, ...rest].join(" ")}". See: npm run models -- list` : HELP);
    return 2;
  }
  try {
    if (verb === "list") return await list(entry === undefined ? known : [entry], directory, print);
    if (verb === "verify") return await verify(entry === undefined ? known : [entry], directory, name, ports);
    if (entry === undefined) {
      print(`Name a model: npm run models -- ${verb} NAME. The names: npm run models -- list`);
      return 2;
    }
    const mirror = values.mirror ?? (env.HF_ENDPOINT?.trim() || undefined);
    if (mirror !== undefined && !isMirror(mirror)) {
      print(`${values.mirror === undefined ? "HF_ENDPOINT" : "--mirror"}: ${MIRROR_EXPECTED}`);
      return 2;
    }
    if (verb === "get") return await get(entry, { ...ports, directory }, mirror);
    const removed = await removeWeights(directory, entry, signal, () => print("Waiting: another process fetches it."));
    print(`${entry.name}: ${removed ? "removed" : "it was not here"}`);
    return 0;
  } catch (error) {
    if (signal.aborted) {
      print("Stopped. The same command goes on from here.");
      return 130;
    }
    print(`${name ?? verb}: ${messageOf(error)}`);
    return 1;
  }
}

const VERBS = ["list", "get", "verify", "remove"] as const;
const isVerb = (text: string): text is (typeof VERBS)[number] => (VERBS as readonly string[]).includes(text);

function readArguments(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      mirror: { type: "string" },
      directory: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
}

async function list(entries: readonly Weights[], directory: string, print: CliPorts["print"]): Promise<number> {
  const rows = [];
  for (const entry of entries) rows.push({ entry, presence: await presenceOf(directory, entry) });
  print(listing(rows));
  return 0;
}

async function get(entry: Weights, ports: CliPorts, mirror: string | undefined): Promise<number> {
  const { print, env, signal, directory } = ports;
  if (entry.nonCommercial) print(`${entry.name}: ${entry.licence} forbids commercial use.`);
  const engine = engineAsset(entry, ports.manifest);
  if (engine.state === "none-for-this-machine") print(`${entry.name}: ${engine.why}`);
  const got = await obtainModel({
    entry,
    manifest: ports.manifest,
    directory,
    mirror,
    token: env.HF_TOKEN?.trim() || undefined,
    tokenToMirror: env.HF_TOKEN_TO_MIRROR?.trim() === "true",
    onProgress: ports.show,
    signal,
    ...ports.overrides,
    ...(ports.prepare === undefined ? {} : { prepare: ports.prepare }),
  });
  for (const { to, bytes, sha256 } of got.trusted) {
    print(`${to}: nobody had said what it should be. Trusted at first sight: ${bytes} bytes, SHA-256 ${sha256}`);
  }
  print(`${entry.name}: ${got.outcome === "present" ? "is here already" : "ready"}`);
  return 0;
}

async function verify(
  entries: readonly Weights[],
  directory: string,
  name: string | undefined,
  { print, signal }: CliPorts,
): Promise<number> {
  let bad = 0;
  let seen = 0;
  for (const entry of entries) {
    const { state } = await presenceOf(directory, entry);
    if (name === undefined && state === "absent") continue;
    for (const verdict of await verifyWeights(directory, entry, signal)) {
      seen += 1;
      if (verdict.verdict === "wrong" || verdict.verdict === "missing") bad += 1;
      print(`${entry.name}  ${verdict.to}: ${verdictWord(verdict)}`);
    }
  }
  if (seen === 0) print("No model is here yet. See: npm run models -- list");
  return bad === 0 ? 0 : 1;
}

function verdictWord(verdict: Verdict): string {
  switch (verdict.verdict) {
    case "right":
      return "right";
    case "missing":
      return "missing";
    case "unknown":
      return "here, but nobody has said what it should be (it was not fetched by this command)";
    case "wrong":
      return `WRONG, ${verdict.why}`;
    default:
      return verdict satisfies never;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof PrepareError && error.reason === "npm") return `${error.message} (is this machine offline?)`;
  return error instanceof Error ? error.message : String(error);
}
