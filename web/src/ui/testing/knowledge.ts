/** A shelf with documents in every state, and passages in their documents. Names and figures are invented. */
import type { DocumentStatus } from "@hisho/protocol";
import { createStore } from "zustand/vanilla";
import type { FoundPassage, PassageBook } from "../../knowledge/passages.ts";
import type { Reader, ReaderState } from "../../knowledge/reader.ts";
import type { Arrival, Shelf, ShelfState } from "../../knowledge/shelf.ts";
import type { Language } from "../../session/talk.ts";

export const documentStatus = (change: Partial<DocumentStatus> = {}): DocumentStatus => ({
  doc_id: "d-1",
  source: "travel.md",
  title: "Travel policy",
  media_type: "text/markdown",
  chunks: 4,
  bytes: 1_234_000,
  pages: 38,
  embedding_version: "e-1",
  progress: null,
  pii_flag: false,
  updated_at: "2026-11-18T01:00:00.000Z",
  ...change,
});

const TITLES: Record<Language, readonly [string, string][]> = {
  ja: [
    ["旅費規程.pdf", "旅費規程.pdf"],
    ["備品一覧 2026.xlsx", "備品一覧 2026.xlsx"],
    ["就業規則 社内ウィキ", "https://wiki.example/rules"],
    ["経費の手引き（2026年度改訂版・全社共通）.docx", "guide.docx"],
    ["新製品説明.pptx", "新製品説明.pptx"],
  ],
  en: [
    ["Travel rules.pdf", "rules.pdf"],
    ["Equipment 2026.xlsx", "equipment.xlsx"],
    ["Work rules, company wiki", "https://wiki.example/rules"],
    ["Expenses, a guide for everybody, revised in 2026.docx", "guide.docx"],
    ["New products.pptx", "new.pptx"],
  ],
  ko: [
    ["여비 규정.pdf", "rules.pdf"],
    ["비품 목록 2026.xlsx", "equipment.xlsx"],
    ["취업 규칙 사내 위키", "https://wiki.example/rules"],
    ["경비 안내서 2026년도 개정판 전사 공통.docx", "guide.docx"],
    ["신제품 설명.pptx", "new.pptx"],
  ],
};

const TEXTS: Record<Language, string> = {
  ja: "# 旅費規程\n\n## 第一章　総則\n\n第1条（目的）この規程は、役員および従業員が社命により出張する場合の旅費について定める。\n\n第2条（適用範囲）この規程は、すべての従業員に適用する。ただし、別に定める場合はこの限りでない。\n\n## 第8条（宿泊費）\n\n東京都区部の宿泊費は、一泊につき12,000円を上限とする。その他の都市は別表2による。\n\n2　前項の上限を超える場合は、前日までに所属長の承認を得るものとする。\n\n## 第9条（日当）\n\n日当は、出張一日につき、職位に応じて定める額を支給する。\n\n| 職位 | 日当 |\n|---|---|\n| 部長 | 3,000円 |\n| 課長 | 2,500円 |\n",
  en: "# Travel rules\n\n## 1. General\n\nThese rules say what is paid when an employee travels for the company.\n\nThey hold for everybody, unless agreed otherwise.\n\n## 8. Hotels\n\nFor the wards of Tokyo the limit is 12,000 yen a night. Other cities follow table 2.\n\nWhoever expects to go over asks the manager by the day before.\n\n## 9. Daily allowance\n\nFor each day of travel an amount is paid that depends on the position.\n",
  ko: "# 여비 규정\n\n## 제1장 총칙\n\n이 규정은 임직원이 회사의 명으로 출장할 때의 여비를 정한다.\n\n## 제8조 (숙박비)\n\n도쿄 도심의 숙박비는 하룻밤에 12,000엔을 한도로 한다. 다른 도시는 별표 2에 따른다.\n\n한도를 넘을 때는 전날까지 과장의 승인을 받는다.\n\n## 제9조 (일당)\n\n일당은 출장 하루마다 직위에 따라 정한 금액을 지급한다.\n",
};

const HEADING_8: Record<Language, [string, string]> = {
  ja: ["## 第8条", "## 第9条"],
  en: ["## 8.", "## 9."],
  ko: ["## 제8조", "## 제9조"],
};

function storyDocuments(language: Language): DocumentStatus[] {
  const changes: Partial<DocumentStatus>[] = [
    {},
    { progress: 0.62, embedding_version: null, pages: null, bytes: 340_000, updated_at: new Date().toISOString() },
    { pages: 14, bytes: null, updated_at: "2026-11-02T01:00:00.000Z" },
    { embedding_version: null, pages: 21, bytes: 96_000, updated_at: "2026-10-29T01:00:00.000Z" },
    { pages: 24, bytes: 8_800_000, updated_at: "2025-10-12T01:00:00.000Z" },
  ];
  return changes.map((change, at) => {
    const [title, source] = TITLES[language][at]!;
    return documentStatus({ doc_id: `doc-${at + 1}`, title, source, ...change });
  });
}

const ARRIVALS: readonly Arrival[] = [
  { id: 1, name: "minutes.pdf", source: "minutes.pdf", bytes: 2_400_000, state: "refused", reason: "encrypted" },
  { id: 2, name: "scan_0931.pdf", source: "scan_0931.pdf", bytes: 900_000, state: "away" },
  {
    id: 3,
    name: "report-2026-autumn-final.docx",
    source: "report-2026-autumn-final.docx",
    bytes: 1_200_000,
    state: "sending",
    share: 0.4,
  },
  { id: 4, name: "plan.md", source: "plan.md", bytes: 12_000, state: "waiting" },
];

/** @param name `full`, `arriving`, `empty`, `loading`, `offline` or `unknown` */
export function storyKnowledge(
  name: string,
  language: Language,
): { shelf: Shelf; passages: PassageBook; reader: Reader } {
  const store = createStore<ShelfState>(() => ({
    documents: name === "loading" ? null : name === "empty" || name === "unknown" ? [] : storyDocuments(language),
    fresh: name !== "offline" && name !== "unknown" && name !== "loading",
    arrivals: name === "arriving" ? ARRIVALS : [],
    removed: null,
    rereading: new Set(name === "full" ? ["doc-5"] : []),
    failed: false,
  }));
  const text = TEXTS[language];
  const [from, to] = HEADING_8[language].map((heading) => text.indexOf(heading)) as [number, number];
  const found: FoundPassage = {
    state: "found",
    passage: {
      turn: "a",
      n: 1,
      docId: "doc-1",
      start: 0,
      citedStart: from,
      citedEnd: to,
      text,
      length: text.length,
      keptAt: "2026-11-20T06:02:00.000Z",
    },
  };
  const reading = createStore<ReaderState>(() => ({ reading: null, silent: false }));
  const dismiss = (id: number): void =>
    store.setState(({ arrivals }) => ({ arrivals: arrivals.filter((arrival) => arrival.id !== id) }));
  return {
    shelf: {
      store,
      look: async () => undefined,
      add: () => undefined,
      addPage: () => undefined,
      retry: dismiss,
      dismiss,
      reread: async () => undefined,
      flagPersonal: async () => undefined,
      remove: (removed) => store.setState({ removed }),
      undo: () => store.setState({ removed: null }),
      forget: async () => store.setState({ removed: null }),
      search: async () => [
        {
          n: 1,
          doc_id: "doc-1",
          title: TITLES[language][0]![0],
          locator: "",
          text: text.slice(from, to),
          start: from,
          end: to,
        },
      ],
    },
    passages: {
      open: async () => found,
      read: async (doc_id, start, end) => ({
        doc_id,
        title: TITLES[language][0]![0],
        media_type: "text/markdown",
        start,
        end: Math.min(end, text.length),
        length: text.length,
        text: text.slice(start, end),
        updated_at: "2026-11-18T01:00:00.000Z",
      }),
    },
    reader: {
      store: reading,
      read: (name) => reading.setState({ reading: name }),
      hear: async (name) => {
        reading.setState({ reading: name });
        return true;
      },
      stop: () => reading.setState({ reading: null }),
    },
  };
}
