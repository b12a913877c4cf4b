/** A long record of invented talk in Japanese, English and Korean, the same for the same seed. */
import type { TurnView } from "../../session/talk.ts";

interface Words {
  tag: string;
  join: string;
  /** Drawn from with a preference for the first, as in speech. */
  common: readonly string[];
  ends: readonly string[];
}

const LANGUAGES: readonly Words[] = [
  {
    tag: "ja-JP",
    join: "",
    common:
      "の は を に 会議 予定 明日 資料 確認 部長 東京 出張 経費 申請 送る 変える 午後 三時 火曜 予約 ホテル 新幹線 領収書 見積 契約 更新 担当 連絡 電話 議事録 来週 期限 承認 課長 案内 受付 天気 晴れ 雨 駅 食事 休暇 給与 健康診断 研修 採用 面接 大阪 名古屋 福岡".split(
        " ",
      ),
    ends: ["を教えて。", "はいつですか。", "にしてください。", "です。", "でございます。"],
  },
  {
    tag: "en-US",
    join: " ",
    common:
      "the a of to meeting schedule tomorrow document check manager Tokyo trip expense request send change afternoon three Tuesday booking hotel train receipt estimate contract renewal contact call minutes next week deadline approval guide reception weather sunny rain station lunch holiday salary training interview Osaka Nagoya budget project report customer invoice printer".split(
        " ",
      ),
    ends: ["please.", "when is that?", "is done.", "thank you."],
  },
  {
    tag: "ko-KR",
    join: " ",
    common:
      "회의 일정 내일 문서 확인 부장님 도쿄 출장 경비 신청 보내기 변경 오후 세시 화요일 예약 호텔 기차 영수증 견적 계약 갱신 담당 연락 전화 회의록 다음주 기한 승인 안내 접수 날씨 맑음 비 역 식사 휴가 급여 교육 면접 오사카 예산 보고서 고객 송장 프린터 주차 건물".split(
        " ",
      ),
    ends: ["알려 줘.", "언제예요?", "해 주세요.", "예요.", "했어요."],
  },
];

/** Numerical Recipes' generator: enough to draw words with. @returns 0 to below 1 */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A turn a minute up to `endMs`, twenty to a conversation; one in a thousand speaks of the password `kumquat`. */
export function* inventedTurns(count: number, endMs: number, seed = 7): Generator<TurnView & { conversation: string }> {
  const draw = drawing(seed);
  for (let index = 0; index < count; index += 1) {
    const words = LANGUAGES[Math.floor(index / 20) % LANGUAGES.length]!;
    const one = (): string => words.common[Math.floor(draw() ** 2 * words.common.length)] ?? "";
    const sentence = (length: number): string =>
      [...Array.from({ length }, one), words.ends[Math.floor(draw() * words.ends.length)]].join(words.join);
    const number = `${Math.floor(draw() * 100_000)}`;
    const rare = index % 1_000 === 500 ? " kumquat 金柑 금귤" : "";
    const userText = `${sentence(4 + Math.floor(draw() * 8))}${rare}`;
    const answer = Array.from({ length: 3 }, () => sentence(6 + Math.floor(draw() * 10))).join(" ");
    yield {
      key: `${seed.toString(16).padStart(8, "0")}-0000-4000-8000-${index.toString(16).padStart(12, "0")}`,
      turn: 1 + (index % 20),
      at: new Date(endMs - (count - index) * 60_000).toISOString(),
      language: words.tag,
      spoken: true,
      userText,
      userAgreedLength: userText.length,
      userFinal: true,
      assistantText: `${answer} ${number}`,
      assistantFinal: true,
      heardLength: answer.length,
      citations: [],
      fallback: null,
      end: "completed",
      conversation: `conversation-${seed}-${Math.floor(index / 20)}`,
    };
  }
}
