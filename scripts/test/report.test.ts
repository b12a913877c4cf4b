import { describe, expect, it } from "vitest";
import { closingLine, sum, tallyOfCheck, tallyOfPlaywright, tallyOfVitest, withExitCode } from "./report.mjs";

describe("vitest's report", () => {
  const test = (status: string, fullName: string) => ({ fullName, status, failureMessages: [`${fullName} broke`] });

  it("counts tests by what became of them", () => {
    const assertionResults = [test("passed", "a"), test("failed", "b"), test("skipped", "c"), test("todo", "d")];
    expect(tallyOfVitest({ testResults: [{ name: "x.test.ts", status: "failed", assertionResults }] })).toEqual({
      passed: 1,
      skipped: 2,
      failures: [{ title: "x.test.ts > b", text: "b broke" }],
    });
  });

  it("counts a file that broke outside its tests as one failure", () => {
    const broken = { name: "y.test.ts", status: "failed", message: "cannot import", assertionResults: [] };
    expect(tallyOfVitest({ testResults: [broken] }).failures).toEqual([{ title: "y.test.ts", text: "cannot import" }]);
    const after = { ...broken, assertionResults: [test("passed", "a")] };
    expect(closingLine(tallyOfVitest({ testResults: [after] }))).toBe("1 passed, 1 failed");
  });
});

describe("Playwright's report", () => {
  it("counts tests in suites of any depth", () => {
    const spec = (title: string, status: string) => ({
      title,
      file: "talk.spec.ts",
      tests: [{ status, results: [{ errors: [{ message: "no sound" }] }] }],
    });
    const inner = { title: "inner", specs: [spec("b", "unexpected"), spec("c", "skipped")] };
    const report = { suites: [{ title: "outer", specs: [spec("a", "expected")], suites: [inner] }] };
    expect(tallyOfPlaywright(report)).toEqual({
      passed: 1,
      skipped: 1,
      failures: [{ title: "talk.spec.ts > b", text: "no sound" }],
    });
  });

  it("counts an error outside all tests", () => {
    expect(tallyOfPlaywright({ suites: [], errors: [{ message: "no browser" }] }).failures).toHaveLength(1);
  });

  it("counts a test that passed only at the second try as failed", () => {
    const flaky = { title: "a", file: "f", tests: [{ status: "flaky", results: [] }] };
    expect(tallyOfPlaywright({ suites: [{ title: "s", specs: [flaky] }] }).failures).toHaveLength(1);
  });
});

describe("a tool's exit code", () => {
  const none = { passed: 3, skipped: 0, failures: [] };

  it("is a failure when the report knows of none", () => {
    expect(withExitCode(none, "unit tests", 1, "Unhandled rejection\n").failures).toEqual([
      { title: "unit tests (exit code 1)", text: "Unhandled rejection" },
    ]);
  });

  it("adds nothing to failures that are told already, nor to success", () => {
    const failed = { ...none, failures: [{ title: "t", text: "" }] };
    expect(withExitCode(failed, "unit tests", 1, "")).toBe(failed);
    expect(withExitCode(none, "unit tests", 0, "")).toBe(none);
  });
});

it("ends in one line", () => {
  const types = tallyOfCheck("types", 0, "");
  const lint = tallyOfCheck("lint", 1, "\u001b[31munused import\u001b[39m");
  expect(closingLine(sum([types, lint]))).toBe("1 passed, 1 failed");
  expect(closingLine(sum([types, { passed: 4, skipped: 2, failures: [] }]))).toBe("5 passed, 0 failed, 2 skipped");
  expect(sum([types, lint]).failures).toEqual([{ title: "lint", text: "unused import" }]);
});
