import type { MemoryStrings, ReadingStrings } from "./ja.ts";

export const memory: MemoryStrings = {
  lead: "기억해 달라고 하신 것이에요. 모든 대화에서 쓰고, 잊으라고 하실 때까지 지우지 않아요.",
  add: "기억할 것",
  example: "사물함은 214번",
  keep: "기억하기",
  loading: "기억하고 있는 것을 가져오고 있어요.",
  empty: "아직 없어요. ‘사물함은 214번이라고 기억해 줘’처럼 말로 부탁하셔도 돼요.",
  count: (count) => `${count}가지를 기억하고 있어요`,
  export: "내보내기",
  edit: "고치기",
  editOf: (text) => `‘${text}’ 고치기`,
  save: "이렇게 기억하기",
  forget: "잊기",
  forgetOf: (text) => `‘${text}’ 잊기`,
  forgotten: "잊었어요.",
  recall: "지난 대화도 찾아보기",
  recallNote: "끄면 지난 대화를 찾아보지 않고, 여기서 나눈 대화도 나중에 찾아보지 않아요. 기록은 남아 있어요.",
  away: "지금은 서버에 닿지 않아요. 연결을 확인하고 다시 해 보세요.",
};

export const readings: ReadingStrings = {
  lead: "이름과 낱말을 읽는 법이에요. 목소리에만 쓰고 화면의 글자는 바꾸지 않아요.",
  written: "쓰는 법",
  spoken: "읽는 법",
  language: "목소리의 언어",
  teach: "가르치기",
  examples: {
    ja: { written: "町田", spoken: "마치다" },
    en: { written: "Nguyen", spoken: "win" },
    ko: { written: "町田", spoken: "마치다" },
  },
  loading: "읽는 법을 가져오고 있어요.",
  empty: "아직 없어요. ‘Nguyen은 응우옌이라고 읽어 줘’처럼 말로 가르치셔도 돼요.",
  readAs: "읽는 법",
  remove: "지우기",
  removeOf: (written) => `‘${written}’ 읽는 법 지우기`,
  removed: (written) => `‘${written}’ 읽는 법을 지웠어요.`,
  import: "가져오기",
  export: "내보내기(CSV)",
  imported: (taught, refused) =>
    refused === 0 ? `${taught}개를 배웠어요.` : `${taught}개를 배웠고 ${refused}개는 읽지 못했어요.`,
  refused: (entry, field) =>
    field === "language"
      ? `${entry}번째 줄: 언어는 ja, en, ko 가운데 하나여야 해요.`
      : `${entry}번째 줄: 쓰는 법과 읽는 법을 100자까지 적어 주세요.`,
  unreadable: "이 파일은 읽지 못했어요. written, spoken, language 열이 있는 CSV나 내보낸 JSON을 써 주세요.",
  away: "지금은 서버에 닿지 않아요. 연결을 확인하고 다시 해 보세요.",
};
