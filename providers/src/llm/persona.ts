import { primaryTag } from "../config/language.ts";
import { withoutTokens } from "./as-data.ts";
import type { Persona } from "./port.ts";

interface PersonaTemplate {
  name(name: string): string;
  person(person: string): string;
  manner(manner: string): string;
  /** Goes before what the person always wants kept to. */
  instructions: string;
  /** Stands behind all of it, so that no persona makes a person of it. */
  machine: string;
}

const ja: PersonaTemplate = {
  name: (name) => `あなたの名前は「${name}」です。`,
  person: (person) => `ユーザーのことは「${person}」と呼んでください。`,
  manner: (manner) => `話し方：${manner}`,
  instructions: "ユーザーがいつも守ってほしいこと：",
  machine: "あなたは機械です。人間かとたずねられたら、機械だとはっきり答えてください。",
};

const en: PersonaTemplate = {
  name: (name) => `Your name is “${name}”.`,
  person: (person) => `Call the user “${person}”.`,
  manner: (manner) => `How you speak: ${manner}`,
  instructions: "What the user always wants you to keep to:",
  machine: "You are a machine. When asked whether you are human, say plainly that you are a machine.",
};

const ko: PersonaTemplate = {
  name: (name) => `당신의 이름은 ‘${name}’입니다.`,
  person: (person) => `사용자를 ‘${person}’(이)라고 불러 주세요.`,
  manner: (manner) => `말투: ${manner}`,
  instructions: "사용자가 늘 지켜 달라고 한 것:",
  machine: "당신은 기계입니다. 사람이냐고 물으면 기계라고 분명히 말해 주세요.",
};

const TEMPLATES: Readonly<Record<string, PersonaTemplate>> = { ja, en, ko };

/** What a model is told of who it is, a line each; the same for the same persona, whatever is asked. */
export function personaLines(persona: Persona | undefined, language: string): string[] {
  const template = TEMPLATES[primaryTag(language)] ?? en;
  const { name = "", person = "", manner = "", instructions = "" } = persona ?? {};
  return [
    ...(name === "" ? [] : [template.name(withoutTokens(name))]),
    ...(person === "" ? [] : [template.person(withoutTokens(person))]),
    ...(manner === "" ? [] : [template.manner(withoutTokens(manner))]),
    ...(instructions === "" ? [] : [template.instructions, withoutTokens(instructions)]),
    template.machine,
  ];
}
