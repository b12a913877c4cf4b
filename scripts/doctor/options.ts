import { parseArgs } from "node:util";

export const HELP = `npm run doctor -- [options]

Plays short Japanese, English and Korean clips and texts through every provider of providers.yaml and says
which are fit for a conversation.

  --samples N      measured calls a language (3; 1 to 100)
  --config PATH    another providers.yaml
  --json           the report as JSON on standard output (docs/operations.md describes it)
  --allow-mock     stand-ins do not keep from going live
  --mock           the mock profile: stand-in servers, started for this run alone
  --help           this text

It ends with 0 to go live, 1 when something is red or a stand-in answers, 2 when the configuration cannot be read.
Nothing of yours is touched: vectors go into an empty store that is thrown away.
Paths are relative to the repository; settings come from the environment or from .env.
`;

export interface Options {
  help: boolean;
  samples: number;
  /** Undefined: PROVIDERS_CONFIG_PATH, or providers/providers.yaml. */
  config: string | undefined;
  json: boolean;
  allowMock: boolean;
}

/** What was typed is none of the above. The message is a sentence. */
export class UsageError extends Error {}

/** @throws UsageError on anything that is not in HELP */
export function readOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        samples: { type: "string", default: "3" },
        config: { type: "string" },
        json: { type: "boolean", default: false },
        "allow-mock": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const samples = Number(values.samples);
    if (!Number.isInteger(samples) || samples < 1 || samples > 100) {
      throw new UsageError(`--samples takes a whole number from 1 to 100, not "${values.samples}"`);
    }
    const { help, config, json } = values;
    return { help, samples, config, json, allowMock: values["allow-mock"] };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new UsageError(`${reason}. npm run doctor -- --help lists the options.`);
  }
}
