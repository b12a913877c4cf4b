/** Notifications: what the system shows while the page is out of sight. */
export const alerts = {
  lead: "リマインダーとタイマーを、画面が隠れているときにもお知らせします。",
  on: "この端末に通知を出す",
  onNote: "アプリが開いていて、見えていないときに出します。見えているときは声でお伝えします。",
  denied: "ブラウザーが通知を止めています。ブラウザーのサイトの設定で通知を許可してから、もう一度入れてください。",
  cannot: "このブラウザーは通知を出せません。アプリをホーム画面に追加すると、出せることがあります。",
  titles: { reminder: "リマインダー", timer: "タイマー" },
  done: "済みました",
  later: "10分後",
};
