import { expect, it } from "vitest";
import { keptTurn, redeem } from "./redeem.ts";

const TICKET = "7F3K92QD0ABCDEFGHJKMNPQRST";
const answering =
  (status: number, body: unknown, seen: RequestInit[] = []): typeof fetch =>
  async (_, init) => {
    seen.push(init ?? {});
    return Response.json(body, { status });
  };
const TURN = {
  user_text: "総務は？",
  assistant_text: "三階です[1]。",
  language: "ja-JP",
  created_at: "2026-11-20T00:00:00Z",
};

it("shows the ticket in whatever form it was scanned or typed, and reads the conversation", async () => {
  const seen: RequestInit[] = [];
  const conversation = { turns: [{ ...TURN, passages: [{ n: 1, title: "案内", locator: "3", text: "総務は三階" }] }] };
  const result = await redeem(
    "https://k.example/handoff.html#7f3k9-2qdo-abcdefghjkmnpqrst",
    answering(200, conversation, seen),
  );
  expect(result).toEqual({ ok: true, conversation });
  expect(JSON.parse(String(seen[0]?.body))).toEqual({ ticket: TICKET });
  expect(keptTurn(conversation.turns[0]!, "k", 1)).toMatchObject({
    userText: "総務は？",
    end: "completed",
    citations: [{ n: 1, snippet: "総務は三階", doc_id: "" }],
  });
});

it("says why it opens nothing", async () => {
  expect(await redeem("nonsense", answering(200, {}))).toEqual({ ok: false, why: "malformed" });
  expect(await redeem(TICKET, answering(410, { reason: "used" }))).toEqual({ ok: false, why: "used" });
  expect(await redeem(TICKET, answering(200, { turns: "x" }))).toEqual({ ok: false, why: "away" });
  const away: typeof fetch = async () => {
    throw new TypeError("not connected");
  };
  expect(await redeem(TICKET, away)).toEqual({ ok: false, why: "away" });
});
