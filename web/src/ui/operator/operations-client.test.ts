import { afterEach, expect, it, vi } from "vitest";
import { OPERATIONS } from "../testing/operations.ts";
import { askAccount } from "./operations-client.ts";

const ANSWERS: Readonly<Record<string, unknown>> = {
  "/api/v1/operations": OPERATIONS,
  "/api/v1/receipts": { receipts: [] },
  "/ready": { providers: [{ fallback_count: 2 }] },
};
const NOON = new Date("2026-01-02T03:00:00Z");
const ask = () => askAccount("", NOON, new AbortController().signal);
/** A relay that ends meanwhile answers one question and not the next. */
const answersAllBut = (silent?: string): void => {
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === silent) throw new TypeError("Failed to fetch");
    return Response.json(ANSWERS[path]);
  });
};
afterEach(() => vi.unstubAllGlobals());

it("is an account of one time", async () => {
  answersAllBut();
  expect(await ask()).toMatchObject({ operations: OPERATIONS, receipts: [], fallbacks: 2, at: NOON });
});

it.each(Object.keys(ANSWERS))("is none where %s is not answered, so that the last one stays", async (silent) => {
  answersAllBut(silent);
  expect(await ask()).toBeNull();
});
