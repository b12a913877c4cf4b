/** The same history on every device: how it goes, what is in the way, and what to do then. Counts are written out already. */
export const sharing = {
  going: "ほかの端末の履歴と合わせています。",
  taking: (count: string) =>
    `ほかの端末の履歴を受け取っています。いままでに、やりとり${count}回です。そのままお使いいただけます。`,
  giving: (given: string, of: string) =>
    `この端末の履歴を、ほかの端末にも渡しています。${of}回のうち${given}回まで済みました。`,
  agreed: (when: string) => `${when}に、ほかの端末と揃えました。`,
  refused: (count: string) =>
    `${count}件はサーバーが受け取れず、この端末だけにあります。残しておくには、書き出してください。`,
  away: "いまはサーバーに届きません。お見せしているのは、この端末にある履歴です。つながれば、ひとりでに揃います。",
  token: "サーバーがこの端末を認めないので、履歴が揃いません。もう一度、登録してください。",
  outdated:
    "ページとサーバーの版が合わず、履歴が揃いません。読み込み直してください。それでも同じなら、サーバーを新しくしてください。",
  storage: "この端末に書き込めないので、履歴が揃いません。空きを確かめて、もう一度お試しください。",
  again: "もう一度試す",
  pair: "登録する",
  reload: "読み込み直す",
};
