import { expect, it } from "vitest";
import type { Notice } from "../../session/talk.ts";
import { ko } from "../strings/ko.ts";
import { talkState, turnView } from "../testing/fixtures.ts";
import { hintOf, noticeToTell, stateWordOf } from "./state-word.ts";

const relay = (code: string, stage: string): Notice => ({ kind: "relay", code, stage, message: "for operators" });
const deaf = relay("stt_language", "stt");
const mute = relay("tts_language", "tts");

it("tells a role that rests from one whose work another does", () => {
  const turns = [turnView({ fallback: "llm" })];
  expect(stateWordOf(talkState({ turns }), ko, "시오리")).toBe(ko.resting.thinking);
  const stoodIn = [turnView({ fallback: "llm", standIn: "embedded" })];
  expect(stateWordOf(talkState({ turns: stoodIn }), ko, "시오리")).toBe(ko.stoodIn.thinking);
  expect(hintOf(talkState({ turns: stoodIn, phase: "listening" }), ko)).toBe(ko.stoodIn.thinking);
  expect(stateWordOf(talkState(), ko, "시오리")).toBe(ko.state.idle);
});

it("tells that a language is not heard only to who could be speaking, and after everything else", () => {
  expect(noticeToTell({ notices: [deaf], microphoneOpen: false }, ko)).toBeNull();
  expect(noticeToTell({ notices: [deaf], microphoneOpen: true }, ko)).toBe(ko.hint.notHeard);
  expect(noticeToTell({ notices: [mute, deaf], microphoneOpen: true }, ko)).toBe(ko.hint.voiceDown);
});

it("tells the newest, and leaves the microphone to the panel", () => {
  const notices: Notice[] = [mute, { kind: "storage" }, { kind: "microphone", problem: "lost" }];
  expect(noticeToTell({ notices, microphoneOpen: false }, ko)).toBe(ko.hint.storage);
});

it("says what to call where only who calls is answered, and quietly that something was passed over", () => {
  const waiting = talkState({ phase: "listening", waitsForName: true });
  expect(stateWordOf(waiting, ko, "민준")).toBe("‘민준’ 하고 불러 주세요");
  expect(stateWordOf({ ...waiting, phase: "hearing" }, ko, "민준")).toBe(ko.state.hearing);
  expect(hintOf({ ...waiting, passedOver: true }, ko)).toBe(ko.talking.passedOver);
});
