/** Commands that people are told to run in a service: the service is there, and what they start is in its image. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ignore from "@balena/dockerignore";
import type { Problems } from "./problem.ts";
import type { Stack } from "./stack.ts";

const COMMAND =
  /docker compose (?:run|exec)((?:\s+-{1,2}[a-z][\w-]*(?:[= ](?![a-z-]*relay\b)[^\s-]\S*)?)*)\s+(relay[a-z-]*)\s+(npm run|node)\s+([^`|&"\n]*)/g;
/** The script of a `node` command line: its first word that is a file. */
const FILE = /(?:^|\s)([\w./-]+\.(?:ts|mjs))\b/;

/** @param root of the repository, which is the context of the relay's image */
export function checkCommands(root: string, { services }: Stack, problems: Problems): void {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
  const kept = ignore().add(readFileSync(join(root, ".dockerignore"), "utf8").split("\n"));
  const pages = readdirSync(join(root, "docs")).filter((name) => name.endsWith(".md"));
  for (const file of ["README.md", "package.json", ...pages.map((name) => `docs/${name}`)]) {
    const text = readFileSync(join(root, file), "utf8").replace(/\s+/g, " ");
    for (const [, , service = "", program, rest = ""] of text.matchAll(COMMAND)) {
      if (!services.some(({ name }) => name === service)) problems.add(file, `${service}: there is no such service.`);
      const name = /^\S+/.exec(rest)?.[0] ?? "";
      const line = program === "node" ? rest : manifest.scripts[name];
      if (line === undefined) {
        problems.add(file, `npm run ${name}: package.json has no such script.`);
        continue;
      }
      const path = FILE.exec(line)?.[1];
      if (path === undefined) continue;
      if (!existsSync(join(root, path)))
        problems.add(file, `${path}: is not there, and a command in ${service} runs it.`);
      else if (kept.ignores(path))
        problems.add(file, `${path}: .dockerignore keeps it out of ${service}, which runs it.`);
    }
  }
}
