import { expect, it } from "vitest";
import type { Notice } from "../../session/talk.ts";
import { ko } from "../strings/ko.ts";
import { noticeToTell } from "./state-word.ts";

const relay = (code: string, stage: string): Notice => ({ kind: "relay", code, stage, message: "for operators" });
const deaf = relay("stt_language", "stt");
const mute = relay("tts_language", "tts");

it("tells that a language is not heard only to who could be speaking, and after everything else", () => {
  expect(noticeToTell({ notices: [deaf], microphoneOpen: false }, ko)).toBeNull();
  expect(noticeToTell({ notices: [deaf], microphoneOpen: true }, ko)).toBe(ko.hint.notHeard);
  expect(noticeToTell({ notices: [mute, deaf], microphoneOpen: true }, ko)).toBe(ko.hint.voiceDown);
});

it("tells the newest, and leaves the microphone to the panel", () => {
  const notices: Notice[] = [mute, { kind: "storage" }, { kind: "microphone", problem: "lost" }];
  expect(noticeToTell({ notices, microphoneOpen: false }, ko)).toBe(ko.hint.storage);
});
