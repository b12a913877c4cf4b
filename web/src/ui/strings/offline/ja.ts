/** Questions that wait for a connection. */
export const offline = {
  taken: "承りました。つながったら、すぐにお答えします。",
  takenHere: "承りました。この端末に保存できないので、このページを閉じずにお待ちください。",
  kept: (count: number) => `お預かりしている質問・${count}件`,
  pending: "文字起こし待ち",
  unheard: "聞き取れませんでした。もう一度お話しください。",
  spoken: "声のメモ",
  typed: "文字のメモ",
  play: (length: string) => `声のメモを聞く、${length}`,
  edit: (words: string) => `「${words}」を直す`,
  editing: "質問を直す",
  save: "これでお預かりする",
  remove: (words: string) => `「${words}」を取り消す`,
  removeSpoken: "声のメモを取り消す",
  removed: "取り消しました。",
  tooLate: "もうお送りしたので、直せません。",
  answered: (count: number) => `お預かりした${count}件にお答えしました。履歴で見られます。`,
};

export type OfflineStrings = typeof offline;
