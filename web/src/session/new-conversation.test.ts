import { describe, expect, it } from "vitest";
import { asksForNewConversation } from "./new-conversation.ts";

describe("asksForNewConversation", () => {
  it.each([
    "新しい会話",
    "新しい会話。",
    "新しい会話を始めて",
    "New conversation",
    "Start a new chat, please.",
    "새 대화",
    "새로운 대화 시작해 줘",
  ])("%s", (words) => expect(asksForNewConversation(words)).toBe(true));

  it.each([
    "新しい会話の練習がしたい",
    "what is a new conversation?",
    "new conversation with Tanaka",
    "새 대화 상대",
    "",
  ])("not %s", (words) => expect(asksForNewConversation(words)).toBe(false));
});
