/** Before the first word, and the drawer: what is there today and in the house. */
export const rest = {
  /** One sentence after the other. */
  together: (sentences: readonly string[]) => sentences.join(""),
  ahead: (count: number) => `今日は${count}件の予定があります。`,
  left: (count: number) => `今日の予定は、あと${count}件です。`,
  allOver: "今日の予定はすべて終わりました。",
  none: "今日の予定はありません。",
  /** The card of what comes next, for whoever does not see where it stands. */
  next: "次の予定：",
  kept: "前に見たときの予定です。",
  say: (examples: readonly string[]) => `例：${examples.join("")}`,
  examples: {
    timerLeft: "「タイマーはあと何分？」",
    tomorrow: "「明日の予定は？」",
    add: "「明日の10時に打ち合わせ」",
    readNotes: "「メモを読んで」",
    timer: "「三分はかって」",
    time: "「今何時？」",
  },
  conversations: (count: number) => `${count}件`,
  today: (count: number) => `今日${count}件`,
  documents: (count: number) => `${count}件`,
  captions: "字幕",
  volume: "音量",
  share: "共有",
  shareNothing: "共有（まだお話がありません）",
  shared: "この会話を写しました。貼り付けて渡せます。",
  notShared: "渡せませんでした。履歴から書き出せます。",
};
