import type { Health } from "@hisho/providers/health.ts";
import { describe, expect, it } from "vitest";
import type { RoleHealth } from "./roles.ts";
import { startTable } from "./start-table.ts";

const role = (name: RoleHealth["role"], languages: string[], health: Health = { status: "ok" }): RoleHealth => ({
  role: name,
  provider: "embedded",
  endpoint: undefined,
  isMock: false,
  languages,
  health,
  fallbackCount: 0,
  asked: true,
  restsUntil: undefined,
});
const kept = [{ name: "store" as const, health: { status: "ok" as const } }];

describe("the table of the start", () => {
  it("names the address, who does what, and the languages that nobody hears with the ways out", () => {
    const table = startTable("http://127.0.0.1:8080", [role("stt", ["en"]), role("tts", ["en", "ja", "ko"])], kept);
    expect(table).toContain("http://127.0.0.1:8080");
    expect(table).toMatch(/hears\s+embedded\s+en\s+ok/);
    expect(table.replace(/\s+/g, " ")).toContain(
      "Cannot hear Japanese and Korean: add a recogniser in the page's settings, or with npm run models",
    );
    expect(table).not.toContain("Cannot speak");
  });

  it("says why something is degraded, in lines that fit a terminal", () => {
    const reason = "The engine is not there. ".repeat(12).trim();
    const table = startTable(
      "http://x",
      [role("tts", ["*"], { status: "degraded", reason })],
      [{ name: "documents", health: { status: "degraded", reason: "The index is being made again." } }],
    );
    expect(table).toContain("degraded");
    expect(table).toContain("The index is being made again.");
    expect(Math.max(...table.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it("marks a stand-in", () => {
    expect(startTable("http://x", [{ ...role("llm", ["*"]), isMock: true }], kept)).toContain("(stand-in)");
  });
});
