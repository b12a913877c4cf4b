import type { Duplex } from "../../../session/echo.ts";

/** The first steps. */
export const first = {
  steps: (at: number, of: number) => `手順 ${at} / ${of}`,
  skipAll: "飛ばして文字ではじめる",
  reader: {
    offer: "スクリーンリーダーを使っています",
    label: "答えはスクリーンリーダーで聞く",
    note: "私の声は出しません。お答えを一文ずつ、スクリーンリーダーに渡します。",
  },
  language: {
    begin: "日本語ではじめる",
    note: "言葉はあとで変えられます。",
  },
  microphone: {
    title: "お声を聞かせていただけますか。",
    body: "このあと、ブラウザーがマイクを使ってよいか尋ねます。声がこの端末を出るのはお話し中だけで、その間は明かりでわかります。",
    typing: "いつでも文字で話せます。",
    ask: "マイクを使えるようにする",
    asking: "ブラウザーの問いにお答えください",
    later: "今はしない、文字で話す",
  },
  echo: {
    title: "私の声がどれくらいマイクに戻るか、確かめます。",
    sentence: "こんにちは、秘書です。ご用のときは、いつでもお声をかけてください。",
    saying: "お話ししています。少しの間、静かにお待ちください。",
    tune: "声が休んでいるので、短い曲で確かめます。",
    begin: "はじめる",
    repeat: "もう一度確かめる",
    skip: "確かめずにはじめる",
    picture: "話した声と、戻ってきた声",
    results: {
      full: { title: "戻りません", body: "いつでも話しかけてください。" },
      ducked: {
        title: "少し戻ります",
        body: "お話しになったら、すぐ声を下げて聞きます。途中で話しかけても大丈夫です。",
      },
      half: {
        title: "よく戻ります",
        body: "交互にお話ししましょう。止めるときは画面に触れてください。ヘッドホンなら途中でも話せます。",
      },
    } satisfies Record<Duplex, { title: string; body: string }>,
    disturbed: { title: "ほかの音が入りました", body: "静かなときに、もう一度お試しください。" },
    failed: { title: "確かめられませんでした", body: "そのままでもお話しできます。あとで設定から確かめられます。" },
  },
  pairing: {
    title: "この端末を登録しましょう。",
    body: "サーバーに出ているコードを、カメラで読み取るか、ここに書いてください。",
    scan: "カメラで読み取る",
    stopScan: "読み取りをやめる",
    aim: "コードをカメラに向けてください。映像はこの端末の外に出ません。",
    view: "カメラの映像",
    noCamera: "カメラを使えません。コードをここに書いてください。",
    later: "あとで登録する",
  },
};

/** Microphone, speaker, volume and rate. */
export const sound = {
  standIn: (name: string) => `選んだマイクがないので、${name === "" ? "ほかのマイク" : name}で聞いています。`,
  microphone: "マイク",
  speaker: "スピーカー",
  system: "この端末の設定どおり",
  unnamed: (at: number) => `機器 ${at}`,
  notNamed: "機器の名前は、マイクを許可すると出ます。",
  gone: "選んだ機器がつながっていません。この端末の設定どおりの機器を使っています。",
  noSpeakerChoice: "このブラウザーではスピーカーを選べません。端末の設定で選んでください。",
  volume: "音量",
  rateNote: "声の役によっては、速さを変えられません。そのときは、いつもの速さで話します。",
  echo: "声の戻り",
  echoUnknown: "まだ確かめていません。いつでも話しかけられるものとして聞いています。",
  echoTest: "確かめる",
  firstSteps: "はじめの手順をもう一度",
};
