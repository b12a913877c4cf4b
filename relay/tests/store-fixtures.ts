/** What the store's tests write. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { OWNER, type StoredChunk, type StoredDocument, type StoredTurn } from "../src/store/port.ts";

export const NOW = new Date("2026-11-20T09:00:00Z");

/** A folder for this test, removed after it. */
export const temporary = async (): Promise<string> => {
  const directory = await mkdtemp(join(tmpdir(), "hisho-store-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
};

export const turn = (sessionId: string, number: number, over: Partial<StoredTurn> = {}): StoredTurn => ({
  sessionId,
  turn: number,
  clientId: `id-${number}`,
  userText: `問い ${number}`,
  assistantText: `答え ${number}`,
  language: "ja-JP",
  citations: [],
  endReason: "completed",
  heardMs: 1234.5,
  createdAt: new Date(NOW.getTime() + number * 1000),
  ...over,
});

export const aDocument = (docId: string, text: string, over: Partial<StoredDocument> = {}): StoredDocument => ({
  docId,
  source: `${docId}.md`,
  title: docId,
  mediaType: "text/markdown",
  text,
  hash: "0".repeat(64),
  embeddingVersion: null,
  bytes: 5_000_000_000,
  pages: 12,
  fileHash: "2".repeat(64),
  piiFlag: false,
  piiSetBy: "pattern",
  ownerScope: OWNER,
  createdAt: NOW,
  updatedAt: NOW,
  ...over,
});

export const aChunk = (docId: string, ordinal: number, start: number, end: number, text: string): StoredChunk => ({
  docId,
  ordinal,
  locator: "見出し › 小見出し",
  start,
  end,
  text: text.slice(start, end),
  hash: "1".repeat(64),
});
