import type { OfflineStrings } from "./ja.ts";

export const offline: OfflineStrings = {
  taken: "적어 두었어요. 연결되면 바로 답할게요.",
  takenHere: "적어 두었어요. 이 기기에 저장할 수 없으니 이 페이지를 닫지 말고 기다려 주세요.",
  kept: (count) => `맡아 둔 질문 ${count}건`,
  pending: "글로 옮기기를 기다려요",
  unheard: "알아듣지 못했어요. 다시 말씀해 주세요.",
  spoken: "음성 메모",
  typed: "글 메모",
  play: (length) => `음성 메모 듣기, ${length}`,
  edit: (words) => `‘${words}’ 고치기`,
  editing: "질문 고치기",
  save: "이대로 맡기기",
  remove: (words) => `‘${words}’ 취소하기`,
  removeSpoken: "음성 메모 취소하기",
  removed: "취소했어요.",
  tooLate: "이미 보내서 고칠 수 없어요.",
  answered: (count) => `맡아 둔 질문 ${count}개에 답했어요. 기록에서 볼 수 있어요.`,
};
