import type { Strings } from "../ja.ts";

export const turns: Strings["turns"] = {
  menu: "이 대화로 할 수 있는 일",
  copy: "복사",
  copied: "복사했어요.",
  notCopied: "복사하지 못했어요. 글자를 선택해서 복사해 주세요.",
  share: "공유",
  edit: "고쳐서 다시 묻기",
  good: "좋은 답",
  bad: "아쉬운 답",
  notRated: "평가를 남기지 못했어요. 기기의 여유 공간을 확인하고 다시 해 주세요.",
  replay: "답 읽어 주기",
  voices: "녹음 듣기",
  stop: "목소리 멈추기",
  noVoices: "이 대화의 녹음은 없어요.",
  voicesAway: "녹음이 이 기기에 없어요. 서버에 연결된 뒤 다시 해 주세요.",
  notPlayed: "이 기기에서 녹음을 재생하지 못했어요. 읽어 주기는 할 수 있어요.",
  continueHere: "여기서 이어 가기",
};
