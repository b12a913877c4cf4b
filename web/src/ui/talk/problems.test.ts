import { describe, expect, it } from "vitest";
import { CATALOGUES } from "../strings/catalogue.ts";
import { LANGUAGES } from "../strings/languages.ts";
import { PROVIDERS, talkState } from "../testing/fixtures.ts";
import { canHear, describeProblem, type ProblemId, problemOf, type Surroundings } from "./problems.ts";

const ALL: readonly ProblemId[] = [
  "denied",
  "missing",
  "busy",
  "insecure",
  "unsupported",
  "lost",
  "not-heard",
  "replaced",
  "token",
  "origin",
  "outdated",
];
const around: Surroundings = { safari: false, secureAddress: "https://hisho.example/", recogniser: true };

describe("problemOf", () => {
  it("is nothing while all is well", () => {
    expect(problemOf(talkState(), "ja")).toBeNull();
  });

  it("names the connection before the microphone", () => {
    const notices = [{ kind: "microphone", problem: "busy" }] as const;
    expect(problemOf(talkState({ notices }), "en")).toBe("busy");
    expect(problemOf(talkState({ notices, connection: { state: "refused", why: "token" } }), "en")).toBe("token");
    expect(problemOf(talkState({ notices, connection: { state: "replaced" } }), "en")).toBe("replaced");
    expect(problemOf(talkState({ connection: { state: "refused", why: "full" } }), "en")).toBeNull();
  });

  it("says that a language is not heard once the microphone is open", () => {
    const deaf = talkState({ providers: PROVIDERS, microphoneOpen: true });
    expect(problemOf(deaf, "ja")).toBe("not-heard");
    expect(problemOf(deaf, "en")).toBeNull();
    expect(problemOf({ ...deaf, microphoneOpen: false }, "ja")).toBeNull();
    expect(canHear(null, "ko")).toBe(true);
  });
});

describe("describeProblem", () => {
  it.each(LANGUAGES)("has words, at most two steps and a way on for every problem in %s", (language) => {
    for (const id of ALL) {
      const problem = describeProblem(id, CATALOGUES[language], around);
      expect(problem.title, id).not.toBe("");
      expect(problem.body, id).not.toBe("");
      expect(problem.steps.length, id).toBeLessThanOrEqual(2);
    }
  });

  it("always offers to type when it is about the microphone", () => {
    for (const id of ["denied", "missing", "busy", "insecure", "unsupported", "lost", "not-heard"] as const) {
      const { primary, secondary } = describeProblem(id, CATALOGUES.en, around);
      expect([primary.act, secondary?.act], id).toContain("type");
    }
  });

  it("writes its steps for the browser in use", () => {
    const safari = describeProblem("denied", CATALOGUES.en, { ...around, safari: true });
    expect(safari.steps).not.toEqual(describeProblem("denied", CATALOGUES.en, around).steps);
    const plain = describeProblem("not-heard", CATALOGUES.ja, { ...around, recogniser: false });
    expect(plain.steps).toEqual(CATALOGUES.ja.problem.notHeard.stepsPlain);
  });
});
