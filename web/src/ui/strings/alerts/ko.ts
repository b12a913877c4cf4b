import type { alerts as ja } from "./ja.ts";

export const alerts: typeof ja = {
  lead: "화면이 보이지 않을 때에도 알림과 타이머를 알려 드립니다.",
  on: "이 기기에 알림 표시",
  onNote: "앱이 열려 있고 보이지 않을 때 표시합니다. 보일 때는 목소리로 알려 드립니다.",
  denied: "브라우저가 알림을 막고 있습니다. 브라우저의 사이트 설정에서 알림을 허용한 뒤 다시 켜 주세요.",
  cannot: "이 브라우저는 알림을 표시할 수 없습니다. 앱을 홈 화면에 추가하면 될 수도 있습니다.",
  titles: { reminder: "알림", timer: "타이머" },
  done: "완료",
  later: "10분 뒤",
};
