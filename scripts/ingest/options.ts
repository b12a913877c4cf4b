import { parseArgs } from "node:util";

export const HELP = `npm run ingest -- --source DIR [options]

Reads the documents below a folder (PDF, Word, PowerPoint, Excel, CSV, EPUB, HTML, Markdown, text, zip) so that the
secretary can answer from them. A file that has not changed is not read again, a passage that has not changed is not
embedded again, a file that was moved stays the same document. Ended in the middle, the same command goes on.

  --source DIR      the folder
  --watch           go on, and follow what changes below it, until Ctrl-C
  --prune           forget documents whose files are gone
  --include GLOB    only paths that match, below the folder ("**/*.md"); may be given several times
  --exclude GLOB    leave these out ("drafts/**"); may be given several times
  --index PATH      the vector index to write (DATA_DIR/faiss/index.bin); only while no relay runs
  --help            this text

A relay that runs (RELAY_URL, or this machine's PORT) takes the files; else they go straight into DATA_DIR.
It ends with 0 when everything was read, 1 when a file was refused, 2 when it could not work at all.
`;

export interface Options {
  help: boolean;
  source: string;
  watch: boolean;
  prune: boolean;
  include: readonly string[];
  exclude: readonly string[];
  index: string | undefined;
}

/** What was typed is none of the above, or cannot be done. The message is a sentence. */
export class UsageError extends Error {}

/** @throws UsageError on anything that is not in HELP */
export function readOptions(argv: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        source: { type: "string" },
        watch: { type: "boolean", default: false },
        prune: { type: "boolean", default: false },
        include: { type: "string", multiple: true, default: [] },
        exclude: { type: "string", multiple: true, default: [] },
        index: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (!values.help && (values.source ?? "") === "") throw new UsageError("--source DIR is missing");
    return { ...values, source: values.source ?? "", index: values.index };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new UsageError(`${reason}. npm run ingest -- --help lists the options.`);
  }
}
