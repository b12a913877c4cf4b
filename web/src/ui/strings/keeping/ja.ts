/** New conversations, what is kept of them, and what can be done with one exchange. */
export const keeping = {
  newConversation: "新しい会話",
  lead: "お話の記録を、ファイルにして持ち出したり、戻したりできます。",
  share: "ほかの端末と同じ履歴にする",
  shareNote:
    "同じサーバーにつないだ端末どうしで、お話と、題・印・評価・消したことが揃います。言葉が置かれるのは、そのサーバーだけです。",
  archive: "書き出しと取り込み",
  archiveNote: "日付を入れなければ、すべてです。同じファイルを二度取り込んでも、増えません。",
  from: "この日から",
  to: "この日まで",
  backwards: "「この日から」より後の日にしてください。",
  withVoices: "残っている音声も入れる",
  export: "書き出す",
  exportToRead: "読むために書き出す（Markdown）",
  import: "取り込む",
  cancel: "やめる",
  working: "しています。少しお待ちください。",
  written: (turns: number) => `${turns}回のやりとりを書き出しました。`,
  writtenPartly: (turns: number, voices: number) =>
    `${turns}回のやりとりを書き出しました。音声${voices}件は入りきらないので、期間を分けて書き出してください。`,
  nothing: "書き出すお話がありません。期間を変えてみてください。",
  read: (turns: number, voices: number) =>
    voices === 0
      ? `${turns}回のやりとりを取り込みました。`
      : `${turns}回のやりとりと、音声${voices}件を取り込みました。`,
  readNothingNew: "すべてすでにあります。何も変えていません。",
  lost: (count: number) => `傷んでいた${count}件は読めませんでした。`,
  notOurs: "このファイルは読めませんでした。ここで書き出したファイル（.zip か .json）を選んでください。",
  stopped: "途中でやめました。そこまでのものは残っています。",
  failed: "できませんでした。端末の空きを確かめて、もう一度お試しください。",
  you: "あなた",
  secretary: "秘書",
  untitled: "無題",
};
