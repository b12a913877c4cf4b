/** What can be done with one exchange, and going on with a conversation. */
export const turns = {
  menu: "このやりとりにできること",
  copy: "写す",
  copied: "写しました。",
  notCopied: "写せませんでした。文字を選んで写してください。",
  share: "共有する",
  edit: "書き直してたずねる",
  good: "よい答え",
  bad: "よくない答え",
  notRated: "評価を残せませんでした。端末の空きを確かめて、もう一度お試しください。",
  replay: "答えを読み上げる",
  voices: "録音を聞く",
  stop: "声を止める",
  noVoices: "このやりとりの録音はありません。",
  voicesAway: "録音はこの端末にありません。サーバーにつながってから、もう一度お試しください。",
  notPlayed: "この端末では録音を鳴らせませんでした。読み上げはできます。",
  continueHere: "ここから続ける",
};
