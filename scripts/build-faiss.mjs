/**
 * Compiles faiss-node against the FAISS of the system (Debian: libfaiss-dev, libopenblas-dev, g++), since its npm package
 * brings neither a binary nor FAISS. Says in one line what it did. Never fails: without FAISS the relay searches exactly
 * and a little slower. To be run after every installation; when the binary loads already, it does nothing.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PROVIDERS = fileURLToPath(new URL("../providers/package.json", import.meta.url));
const INCLUDE = ["/usr/include", "/usr/local/include"];
const WANTED = "apt-get install libfaiss-dev libopenblas-dev g++ makes it faster; flat search is used";

/** Whether a new Node process can load it: a broken binary must not take this one along. @param {string} directory */
const loads = (directory) => spawnSync(process.execPath, ["-e", "require(process.argv[1])", directory]).status === 0;

/** Of the FAISS whose headers lie in `include`, for example [1, 7, 3]. @param {string} include @returns {number[]} */
function faissVersion(include) {
  const header = readFileSync(join(include, "faiss/Index.h"), "utf8");
  return ["MAJOR", "MINOR", "PATCH"].map((part) =>
    Number(new RegExp(`#define FAISS_VERSION_${part} (\\d+)`).exec(header)?.[1]),
  );
}

/** faiss::idx_t exists from 1.7.4 on; before, it belongs to the index. @param {number[]} version @param {string} source */
function sourceFor([major = 0, minor = 0, patch = 0], source) {
  const isOld = major === 1 && (minor < 7 || (minor === 7 && patch < 4));
  return isOld ? source.replace("using idx_t = faiss::idx_t;", "using idx_t = faiss::Index::idx_t;") : source;
}

/** @returns what was done, in one line */
function buildFaiss() {
  const require = createRequire(PROVIDERS);
  let directory;
  let addonApi;
  try {
    directory = dirname(require.resolve("faiss-node/package.json"));
    addonApi = dirname(require.resolve("node-addon-api/package.json", { paths: [directory] }));
  } catch {
    return "faiss: faiss-node is not installed; flat search is used";
  }
  if (loads(directory)) return "faiss: faiss-node is built";

  const include = INCLUDE.find((path) => existsSync(join(path, "faiss/IndexFlat.h")));
  if (include === undefined) return `faiss: FAISS is not on this machine; ${WANTED}`;
  const nodeHeaders = [join(dirname(process.execPath), "../include/node"), "/usr/include/node"].find((path) =>
    existsSync(join(path, "node_api.h")),
  );
  if (nodeHeaders === undefined) return "faiss: Node's headers are not on this machine; flat search is used";

  const release = join(directory, "build/Release");
  mkdirSync(release, { recursive: true });
  const source = join(directory, "build/faiss.cc");
  const version = faissVersion(include);
  writeFileSync(source, sourceFor(version, readFileSync(join(directory, "src/faiss.cc"), "utf8")));
  const unfinished = join(release, `faiss-node.${process.pid}.new`);
  const flags = ["-O2", "-std=c++17", "-fPIC", "-shared", "-DNAPI_VERSION=8", "-DBUILDING_NODE_EXTENSION"];
  const paths = [`-I${nodeHeaders}`, `-I${addonApi}`, `-I${include}`];
  const compiler = process.env.CXX ?? "g++";
  const { status, error, stderr } = spawnSync(
    compiler,
    [...flags, ...paths, source, "-o", unfinished, "-lfaiss", "-lopenblas", "-fopenmp"],
    { encoding: "utf8" },
  );
  if (error !== undefined) return `faiss: ${compiler} is not on this machine; ${WANTED}`;
  if (status !== 0) {
    const reason =
      stderr.split("\n").find((line) => /error|cannot find/.test(line)) ?? `${compiler} ended with ${status}`;
    return `faiss: not built (${reason.trim()}); flat search is used`;
  }
  renameSync(unfinished, join(release, "faiss-node.node"));
  return loads(directory)
    ? `faiss: faiss-node is built against FAISS ${version.join(".")}`
    : "faiss: what was built does not load; flat search is used";
}

try {
  console.log(buildFaiss());
} catch (error) {
  console.log(`faiss: not built (${error instanceof Error ? error.message : error}); flat search is used`);
}
