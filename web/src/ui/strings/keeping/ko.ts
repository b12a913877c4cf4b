import type { keeping as ja } from "./ja.ts";

export const keeping: typeof ja = {
  newConversation: "새 대화",
  lead: "대화 기록을 파일로 내보내고 다시 가져올 수 있습니다.",
  share: "모든 기기에서 같은 기록 보기",
  shareNote: "같은 서버에 연결한 기기끼리 대화와 제목, 고정, 평가, 삭제가 같아집니다. 말은 그 서버에만 보관됩니다.",
  archive: "내보내기와 가져오기",
  archiveNote: "날짜를 넣지 않으면 전부입니다. 같은 파일을 두 번 가져와도 늘어나지 않습니다.",
  from: "시작일",
  to: "종료일",
  backwards: "시작일보다 앞서지 않은 날을 골라 주세요.",
  withVoices: "남아 있는 음성도 넣기",
  export: "내보내기",
  exportToRead: "읽기용으로 내보내기(Markdown)",
  import: "가져오기",
  cancel: "그만두기",
  working: "하고 있습니다. 잠시만 기다려 주세요.",
  written: (turns) => `대화 ${turns}건을 내보냈습니다.`,
  writtenPartly: (turns, voices) =>
    `대화 ${turns}건을 내보냈습니다. 음성 ${voices}건은 다 들어가지 않으니 기간을 나누어 내보내 주세요.`,
  nothing: "내보낼 대화가 없습니다. 기간을 바꿔 보세요.",
  read: (turns, voices) =>
    voices === 0 ? `대화 ${turns}건을 가져왔습니다.` : `대화 ${turns}건과 음성 ${voices}건을 가져왔습니다.`,
  readNothingNew: "모두 이미 있습니다. 바뀐 것은 없습니다.",
  lost: (count) => `손상된 ${count}건은 읽지 못했습니다.`,
  notOurs: "이 파일은 읽을 수 없습니다. 여기서 내보낸 파일(.zip 또는 .json)을 골라 주세요.",
  stopped: "도중에 그만두었습니다. 그때까지의 것은 남아 있습니다.",
  failed: "하지 못했습니다. 기기에 공간이 있는지 확인하고 다시 시도해 주세요.",
  you: "나",
  secretary: "비서",
  untitled: "제목 없음",
};
