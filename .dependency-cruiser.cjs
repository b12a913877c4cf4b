/** The import directions of the house, as errors. scripts/import-rules.test.ts breaks each of them once. */

const PROTOCOL = "^relay/protocol/";
const TEST = "\\.test\\.tsx?$";
/** Code that only tests, benchmarks and the page of stories run. */
const TEST_SIDE = [
  TEST,
  "/testing/",
  "/tests/",
  "/stories\\.tsx$",
  "^web/e2e/",
  "^bench/",
  "^scripts/",
  "^[^/]+\\.config\\.ts$",
];
const PROJECT = "^(web|worklets|relay|providers|models|bench|scripts)/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      comment: "Files that import each other must be read together: move the shared part to a third.",
      from: {},
      to: { circular: true },
    },
    {
      name: "protocol-is-a-leaf",
      severity: "error",
      comment: "The wire belongs to both sides, so it knows neither.",
      from: { path: PROTOCOL },
      to: { path: PROJECT, pathNot: PROTOCOL },
    },
    {
      name: "browser-and-server-meet-only-in-protocol",
      severity: "error",
      comment: "What the page needs of the relay is on the wire.",
      from: { path: "^(web|worklets)/", pathNot: "^web/e2e/" },
      to: { path: "^(relay|providers|models)/", pathNot: PROTOCOL },
    },
    {
      name: "server-never-sees-the-browser",
      severity: "error",
      comment: "The relay serves the page's files and imports none of them. Who trains the mouth hears with its ears.",
      from: { path: "^(relay|providers|models)/", pathNot: [PROTOCOL, "^models/viseme/"] },
      to: { path: "^(web|worklets)/" },
    },
    {
      name: "providers-do-not-know-the-relay",
      severity: "error",
      comment: "A provider knows its port, not who calls it.",
      from: { path: "^providers/" },
      to: { path: "^relay/", pathNot: PROTOCOL },
    },
    {
      name: "dsp-is-pure",
      severity: "error",
      comment: "Arithmetic on samples and time needs no package and no thread.",
      from: { path: "^worklets/dsp/", pathNot: TEST },
      to: { pathNot: ["^worklets/dsp/", PROTOCOL] },
    },
    {
      name: "threads-do-not-import-each-other",
      severity: "error",
      comment: "Threads share dsp and ports; ports hold types and names that cost nothing to import.",
      from: { path: "^worklets/(audio|workers|ports)/", pathNot: TEST },
      to: { path: "^worklets/(audio|workers)/", pathNot: "^worklets/$1/" },
    },
    {
      name: "only-audio-starts-threads",
      severity: "error",
      comment: "One place owns the threads; the rest of the page asks web/src/audio.",
      from: { path: "^web/", pathNot: ["^web/src/audio/", "^web/e2e/"] },
      to: { path: "^worklets/(audio|workers)/" },
    },
    {
      name: "tests-stay-out-of-the-product",
      severity: "error",
      comment: "Fakes, tests and benchmarks are never part of what people run.",
      from: { pathNot: TEST_SIDE },
      to: {
        path: [TEST, "/testing/", "/tests/", "/stories\\.tsx$", "^web/e2e/", "^bench/"],
        pathNot: "(^|/)node_modules/",
      },
    },
    {
      name: "images-have-no-dev-dependencies",
      severity: "error",
      comment: "What docker/relay/Dockerfile runs has nothing that npm prune --omit=dev takes away.",
      from: {
        path: ["^(relay|providers|models)/", "^scripts/(mock|lan-site|ingest)/"],
        pathNot: [TEST, "/tests/", "^relay/.*/testing/", "^models/viseme/"],
      },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm"], pathNot: "node_modules/@types/" },
    },
  ],
  options: {
    doNotFollow: { path: "(^|/)node_modules/" },
    exclude: { path: "(^|/)(dist|\\.tsc|\\.cache)/" },
    // Types count: a type import ties two rooms together as well.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "browser", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json"],
    },
  },
};
