/** One short document in three languages, and a question that it answers. */

export type Language = "ja" | "en" | "ko";

export interface Policy {
  name: string;
  markdown: string;
  question: string;
  /** Stands in the document, and so in the answer. */
  figure: string;
}

export const POLICY: Record<Language, Policy> = {
  ja: {
    name: "旅費規程.md",
    markdown: `# 旅費規程

## 宿泊費

東京への出張の宿泊費は、一泊12,000円までです。大阪への出張の宿泊費は、一泊10,500円までです。

## 承認

上限を超えるときは、前の日までに課長の承認を取ってください。
`,
    question: "東京への出張の宿泊費はいくらまでですか",
    figure: "12,000円",
  },
  en: {
    name: "travel-policy.md",
    markdown: `# Travel policy

## Lodging

A hotel room in Tokyo may cost up to 12,000 yen a night. A hotel room in Osaka may cost up to 10,500 yen a night.

## Approval

Ask your manager for approval the day before when a room costs more.
`,
    question: "How much may a hotel room in Tokyo cost?",
    figure: "12,000 yen",
  },
  ko: {
    name: "출장-규정.md",
    markdown: `# 출장 규정

## 숙박비

도쿄 출장의 숙박비는 하룻밤 12,000엔까지예요. 오사카 출장의 숙박비는 하룻밤 10,500엔까지예요.

## 승인

한도를 넘으면 전날까지 팀장의 승인을 받아 주세요.
`,
    question: "도쿄 출장의 숙박비는 얼마까지예요?",
    figure: "12,000엔",
  },
};

/** `POST /api/v1/rag/index`. */
export async function indexPolicy(relayUrl: string, { name, markdown }: Policy): Promise<Response> {
  const form = new FormData();
  form.append("file", new File([markdown], name, { type: "text/markdown" }));
  return fetch(new URL("/api/v1/rag/index", relayUrl), { method: "POST", body: form });
}
