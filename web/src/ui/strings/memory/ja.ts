/** What the secretary remembers. */
export const memory = {
  lead: "「覚えておいて」とおっしゃったことです。どのお話でも使い、「忘れて」とおっしゃるまで残しておきます。",
  add: "覚えておくこと",
  example: "ロッカーは214番",
  keep: "覚える",
  loading: "覚えていることを取りに行っています。",
  empty: "まだありません。「ロッカーは214番だと覚えておいて」のように、声でもお願いできます。",
  count: (count: number) => `${count}件覚えています`,
  export: "書き出す",
  edit: "直す",
  editOf: (text: string) => `「${text}」を直す`,
  save: "これで覚える",
  forget: "忘れる",
  forgetOf: (text: string) => `「${text}」を忘れる`,
  forgotten: "忘れました。",
  recall: "これまでのお話も調べる",
  recallNote: "切ると、前のお話を調べず、ここでのお話も後から調べられません。お話の履歴は残ります。",
  away: "今はサーバーに届きません。つながりを確かめて、もう一度お試しください。",
};

/** How words are read aloud. */
export const readings = {
  lead: "名前や言葉の読み方です。声だけに使い、画面の文字は変えません。",
  written: "書き方",
  spoken: "読み方",
  language: "お話の言葉",
  teach: "教える",
  examples: {
    ja: { written: "町田", spoken: "まちだ" },
    en: { written: "Nguyen", spoken: "win" },
    ko: { written: "町田", spoken: "마치다" },
  },
  loading: "読み方を取りに行っています。",
  empty: "まだありません。「町田は、まちだと読んで」のように、声でも教えられます。",
  readAs: "の読みは",
  remove: "消す",
  removeOf: (written: string) => `「${written}」の読み方を消す`,
  removed: (written: string) => `「${written}」の読み方を消しました。`,
  import: "読み込む",
  export: "書き出す（CSV）",
  imported: (taught: number, refused: number) =>
    refused === 0 ? `${taught}件を覚えました。` : `${taught}件を覚え、${refused}件は読めませんでした。`,
  refused: (entry: number, field: string) =>
    field === "language"
      ? `${entry}行目：言葉は ja、en、ko のどれかにしてください。`
      : `${entry}行目：書き方と読み方を、100文字までで書いてください。`,
  unreadable:
    "このファイルは読めませんでした。written、spoken、language の列がある CSV か、書き出した JSON をお使いください。",
  away: "今はサーバーに届きません。つながりを確かめて、もう一度お試しください。",
};

export type MemoryStrings = typeof memory;
export type ReadingStrings = typeof readings;
