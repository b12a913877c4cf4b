/** Places people ask the time of, and how each language names them. */
export interface City {
  timeZone: string;
  ja: string;
  en: string;
  ko: string;
}

const TABLE = `
Asia/Tokyo           東京           Tokyo        도쿄
Asia/Tokyo           日本           Japan        일본
Asia/Seoul           ソウル         Seoul        서울
Asia/Seoul           韓国           Korea        한국
Asia/Shanghai        北京           Beijing      베이징
Asia/Shanghai        上海           Shanghai     상하이
Asia/Shanghai        中国           China        중국
Asia/Taipei          台北           Taipei       타이베이
Asia/Hong_Kong       香港           Hong_Kong    홍콩
Asia/Singapore       シンガポール   Singapore    싱가포르
Asia/Bangkok         バンコク       Bangkok      방콕
Asia/Ho_Chi_Minh     ハノイ         Hanoi        하노이
Asia/Jakarta         ジャカルタ     Jakarta      자카르타
Asia/Kolkata         インド         India        인도
Asia/Dubai           ドバイ         Dubai        두바이
Europe/London        ロンドン       London       런던
Europe/Paris         パリ           Paris        파리
Europe/Berlin        ベルリン       Berlin       베를린
Europe/Rome          ローマ         Rome         로마
Europe/Madrid        マドリード     Madrid       마드리드
Europe/Moscow        モスクワ       Moscow       모스크바
America/New_York     ニューヨーク   New_York     뉴욕
America/New_York     ワシントン     Washington   워싱턴
America/Chicago      シカゴ         Chicago      시카고
America/Denver       デンバー       Denver       덴버
America/Los_Angeles  ロサンゼルス   Los_Angeles  로스앤젤레스
America/Los_Angeles  サンフランシスコ San_Francisco 샌프란시스코
America/Los_Angeles  シアトル       Seattle      시애틀
America/Sao_Paulo    サンパウロ     Sao_Paulo    상파울루
Pacific/Honolulu     ハワイ         Hawaii       하와이
Australia/Sydney     シドニー       Sydney       시드니
Pacific/Auckland     オークランド   Auckland     오클랜드
UTC                  協定世界時     UTC          협정세계시
`;

export const CITIES: readonly City[] = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [timeZone = "", ja = "", en = "", ko = ""] = line.split(/\s+/);
    return { timeZone, ja, en: en.replaceAll("_", " "), ko };
  });

/** Source of a pattern for the names of one language. */
export function cityPattern(language: "ja" | "en" | "ko"): string {
  return CITIES.map((city) => city[language])
    .sort((a, b) => b.length - a.length)
    .join("|");
}

export function cityOf(name: string, language: "ja" | "en" | "ko"): City | null {
  return CITIES.find((city) => city[language].toLowerCase() === name.toLowerCase()) ?? null;
}
