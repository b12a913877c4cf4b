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
  push: {
    title: "앱을 닫았을 때도",
    lead: "앱을 닫아 두어도 시간이 되면 이 기기로 알려 드립니다. 내용은 암호로 보내며 이 기기만 읽을 수 있습니다. 브라우저 회사의 서버를 거치므로 처음에는 꺼져 있습니다.",
    on: "닫혀 있어도 이 기기에 알리기",
    onNote: "다른 화면에서 목소리로 알려 드렸으면 보내지 않습니다.",
    insecure: "이 주소는 https가 아니어서 쓸 수 없습니다. https 주소로 다시 열어 주세요.",
    install: "iPhone과 iPad에서는 공유 버튼의 ‘홈 화면에 추가’로 넣은 앱에서 쓸 수 있습니다.",
    cannot: "이 브라우저는 닫혀 있는 동안의 알림을 지원하지 않습니다. 다른 브라우저를 써 보세요.",
    away: "바꾸지 못했습니다. 인터넷에 연결되어 있는지 확인하고 다시 시도해 주세요.",
    told: "알림을 받는 기기",
    thisDevice: "이 기기",
    unnamed: "이름 없는 기기",
    since: (day: string, service: string): string => `${day}부터 · ${service} 경유`,
    revoke: "중지",
    revokeOf: (name: string): string => `중지: ${name}`,
  },
};
