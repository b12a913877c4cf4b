import type { Strings } from "../ja.ts";

export const rest: Strings["rest"] = {
  together: (sentences) => sentences.join(" "),
  ahead: (count) => `오늘은 일정이 ${count}건 있어요.`,
  left: (count) => `오늘 일정이 ${count}건 남았어요.`,
  allOver: "오늘 일정은 모두 끝났어요.",
  none: "오늘은 일정이 없어요.",
  next: "다음 일정: ",
  kept: "지난번에 본 일정이에요.",
  say: (examples) => `예: ${examples.join(" ")}`,
  examples: {
    timerLeft: "‘타이머 얼마나 남았어?’",
    tomorrow: "‘내일 일정 알려 줘’",
    add: "‘내일 열 시에 회의’",
    readNotes: "‘메모 읽어 줘’",
    timer: "‘삼 분 재 줘’",
    time: "‘지금 몇 시야?’",
  },
  conversations: (count) => `${count}건`,
  today: (count) => `오늘 ${count}건`,
  documents: (count) => `${count}건`,
  captions: "자막",
  volume: "음량",
  share: "공유",
  shareNothing: "공유 (아직 대화가 없어요)",
  shared: "이 대화를 복사했어요. 붙여 넣어 전할 수 있어요.",
  notShared: "전하지 못했어요. 기록에서 내보낼 수 있어요.",
};
