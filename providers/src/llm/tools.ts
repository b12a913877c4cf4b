/**
 * What a language model may have done for it, whichever model it is: a name, typed arguments, and a sentence back.
 * The arguments come from a model and are checked like any other byte from outside; every failure is a sentence that
 * the model can act on, so that a call never ends an answer.
 */
import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";

/** The conversation that a call belongs to. */
export interface ToolCallContext {
  sessionId: string;
  /** BCP 47 of the person's words. */
  language: string;
  /** IANA. */
  timeZone: string;
  now: Date;
}

export interface Tool {
  /** Lower case and underscores, unique among the tools (OpenAI: `[a-zA-Z0-9_-]{1,64}`). */
  name: string;
  /** For the model, in English: what it does and when to call it. */
  description: string;
  /** JSON schema of the arguments, an object. */
  parameters: Readonly<Record<string, unknown>>;
  /** Takes away or moves what is kept: only for turns in which the person's own words ask for that. */
  changesKept: boolean;
  /**
   * Checks the arguments and does the work.
   * @returns a sentence for the model, in the person's language where the person is meant to hear it
   * @throws the signal's reason when aborted, nothing else
   */
  call(args: unknown, context: ToolCallContext, signal: AbortSignal): Promise<string>;
}

type Entries = Record<string, v.GenericSchema>;

export interface ToolDefinition<E extends Entries> {
  name: string;
  description: string;
  /** Valibot schemas; `v.description` in a pipe tells the model what an argument is. */
  parameters: E;
  /** Without it: only reads, or adds. */
  changesKept?: boolean;
  run(
    args: v.InferOutput<v.ObjectSchema<E, undefined>>,
    context: ToolCallContext,
    signal: AbortSignal,
  ): Promise<string>;
}

/** A tool whose arguments are checked and whose failures become sentences. */
export function defineTool<const E extends Entries>(definition: ToolDefinition<E>): Tool {
  const { name, description, changesKept = false, run } = definition;
  const schema = v.object(definition.parameters);
  const { $schema: _, ...parameters } = toJsonSchema(schema, { errorMode: "ignore", typeMode: "input" });
  return {
    name,
    description,
    parameters: parameters as Record<string, unknown>,
    changesKept,
    async call(args, context, signal) {
      signal.throwIfAborted();
      const checked = v.safeParse(schema, args);
      if (!checked.success) return `Nothing was done. ${name} was called wrongly: ${faults(checked.issues)}.`;
      try {
        return await orAborted(run(checked.output, context, signal), signal);
      } catch (error) {
        signal.throwIfAborted();
        return `Nothing was done. ${name} failed: ${error instanceof Error ? error.message : "unknown error"}`;
      }
    },
  };
}

/** Settles as `promise` does, or rejects as soon as the signal is aborted; nobody hears then what becomes of it. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** A call as a model wrote it. */
export interface WrittenCall {
  id: string;
  name: string;
  /** JSON, if the model kept to it. */
  arguments: string;
}

/** Does one call that a model wrote, known tool or not, JSON or not. @throws the signal's reason when aborted */
export async function callTool(
  tools: readonly Tool[],
  { name, arguments: json }: WrittenCall,
  context: ToolCallContext,
  signal: AbortSignal,
): Promise<string> {
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    return `Nothing was done. There is no tool ${name.slice(0, 64)}; there are ${tools.map((known) => known.name).join(", ")}.`;
  }
  let args: unknown;
  try {
    args = json.trim() === "" ? {} : JSON.parse(json);
  } catch {
    return `Nothing was done. The arguments of ${name} are not JSON.`;
  }
  return tool.call(withoutNulls(args), context, signal);
}

/** Models write null for what they leave out. */
function withoutNulls(args: unknown): unknown {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return args;
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

function faults(issues: readonly v.BaseIssue<unknown>[]): string {
  return issues
    .slice(0, 4)
    .map((issue) => `${v.getDotPath(issue) ?? "arguments"}: expected ${issue.expected ?? issue.message}`)
    .join("; ");
}
