import { expect, it } from "vitest";
import { takenOf } from "./documents-client.ts";

it.each([
  [200, { documents: [] }, { outcome: "taken", documents: [], refused: [] }],
  [
    200,
    { documents: [], refused: [{ name: "a", reason: "empty", detail: "" }] },
    { outcome: "taken", documents: [], refused: [{ name: "a", reason: "empty" }] },
  ],
  [200, { documents: [{ doc_id: 7 }] }, { outcome: "away" }],
  [200, "<html>", { outcome: "away" }],
  [413, undefined, { outcome: "refused", reason: "too-large" }],
  [422, { reason: "encrypted", detail: "a.pdf: it is locked" }, { outcome: "refused", reason: "encrypted" }],
  [422, null, { outcome: "refused", reason: "" }],
  [401, { reason: "x" }, { outcome: "away" }],
  [503, {}, { outcome: "away" }],
])("reads an answer with status %i and body %j", (status, body, taken) => {
  expect(takenOf(status, body)).toEqual(taken);
});
