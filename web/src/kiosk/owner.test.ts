import { expect, it } from "vitest";
import { createOwnersBook, type OwnersChoice } from "./owner.ts";

const OWNERS: OwnersChoice = { language: "ko", mode: "push_to_talk", audio: false, addressed: false };
const VISITORS: OwnersChoice = { language: "ja", mode: "hands_free", audio: true, addressed: true };

function device() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

it("keeps what was chosen first over the page's end, and gives it back once", () => {
  const storage = device();
  createOwnersBook(storage).note(OWNERS);
  createOwnersBook(storage).note(VISITORS);
  expect(createOwnersBook(storage).take()).toEqual(OWNERS);
  expect(createOwnersBook(storage).take()).toEqual({});
});

it("drops what is no setting", () => {
  const storage = device();
  storage.kept.set("hisho.kiosk.owner", '{"language":"xx","mode":"text","token":"stolen"}');
  expect(createOwnersBook(storage).take()).toEqual({ mode: "text" });
});

it("keeps it for the page where the device keeps nothing", () => {
  const refuse = (): never => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const book = createOwnersBook({ getItem: () => null, setItem: refuse });
  book.note(OWNERS);
  book.note(VISITORS);
  expect(book.take()).toEqual(OWNERS);
});
