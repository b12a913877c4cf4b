import type { Licence } from "../../../avatar/file/licence.ts";
import type { RefusalReason, Taming } from "../../../avatar/file/refused.ts";
import type { BoundGesture } from "../../../avatar/gestures.ts";
import type { Settings } from "../../../session/talk.ts";

/** 姿: who stands on the stage, and the stage itself. */
export interface CharacterStrings {
  title: string;
  list: string;
  house: { name: string; note: string };
  windowOnly: { name: string; note: string };
  add: { name: string; note: string };
  checking: (name: string) => string;
  cancel: string;
  notForReception: string;
  who: Record<Licence["who"], string>;
  privateOnly: string;
  details: (name: string) => string;
  wear: string;
  worn: string;
  rename: string;
  newName: string;
  remove: string;
  removed: (name: string) => string;
  changed: (name: string) => string;
  ask: Record<"author" | "licensed", { question: string; yes: string }>;
  askNo: string;
  refused: Record<RefusalReason, (detail: string) => string>;
  stays: string;
  tamed: Record<Taming, string>;
  keepsNothing: string;
  gone: string;
  credit: (title: string, authors: string) => string;
  terms: {
    title: string;
    author: string;
    noAuthor: string;
    who: string;
    whoMay: Record<Licence["who"], string>;
    commercial: string;
    commercialMay: Record<Licence["commercial"], string>;
    modification: string;
    modificationMay: Record<Licence["modification"], string>;
    redistribution: string;
    credit: string;
    creditMust: string;
    creditFree: string;
    violent: string;
    sexual: string;
    political: string;
    hateful: string;
    allowed: string;
    forbidden: string;
    known: string;
    copyright: string;
    contact: string;
    references: string;
    thirdParty: string;
    further: string;
    stays: string;
  };
  shot: string;
  shots: Record<Settings["shot"], string>;
  motions: {
    title: string;
    note: string;
    add: string;
    seconds: (seconds: number) => string;
    insteadOf: (name: string) => string;
    unused: string;
    gestures: Record<BoundGesture, string>;
    remove: (name: string) => string;
    removed: (name: string) => string;
    notMotion: string;
    tooLarge: (detail: string) => string;
    damaged: (detail: string) => string;
    noRoom: string;
  };
  motion: string;
  motionNote: string;
  ground: string;
  grounds: Record<Settings["ground"], string>;
  groundNotes: Record<Settings["ground"], string>;
  colour: string;
  ownColour: string;
  colours: readonly string[];
  choosePicture: string;
  otherPicture: string;
  pictureRefused: string;
}

export const character: CharacterStrings = {
  title: "姿",
  list: "姿を選ぶ",
  house: { name: "秘書", note: "標準・CC0" },
  windowOnly: { name: "窓だけ", note: "人の姿を出しません" },
  add: { name: "VRMを加える", note: "この端末に置きます" },
  checking: (name) => `${name} を確かめています`,
  cancel: "やめる",
  notForReception: "受付では使えません",
  who: { author: "作者だけ", licensed: "許可を受けた人だけ", everyone: "どなたでも" },
  privateOnly: "個人の利用だけ",
  details: (name) => `${name} の利用条件と名前`,
  wear: "この姿にする",
  worn: "いまの姿です",
  rename: "名前を変える",
  newName: "呼び名",
  remove: "この端末から消す",
  removed: (name) => `${name} を消しました。`,
  changed: (name) => `姿を ${name} にしました。`,
  ask: {
    author: {
      question: "このモデルを使えるのは、作った方だけです。ご自分で作ったものですか。",
      yes: "自分で作りました",
    },
    licensed: {
      question: "このモデルを使えるのは、作者に許された方だけです。許しを受けていますか。",
      yes: "許しを受けています",
    },
  },
  askNo: "使わない",
  refused: {
    empty: () => "中身が空のファイルです。もとの場所から、もう一度写してください。",
    "not-vrm": () => "名前は VRM ですが、中身は別のものです。zip なら、開いて中の .vrm を選んでください。",
    cut: () => "途中で切れています。もう一度ダウンロードするか、写し直してください。",
    "too-large": (detail) => `この端末には大きすぎます（${detail}）。軽くして書き出し直してください。`,
    "no-person": () => "3D の物ですが、人の姿ではありません。VRM として書き出したものを選んでください。",
    bones: (detail) => `必要な骨が足りません（${detail}）。人型に割り当てて、書き出し直してください。`,
    damaged: (detail) => `ファイルが壊れています${detail === "" ? "" : `（${detail}）`}。もう一度書き出してください。`,
    outside: () => "ファイルの外にある部品を使っています。一つのファイルにまとめて書き出してください。",
    "unknown-part": (detail) => `ここでは扱えない作り方です（${detail}）。圧縮を使わずに書き出してください。`,
    pictures: (detail) => `絵が大きすぎるか、読めません（${detail}）。PNG か JPEG で小さくして書き出してください。`,
    version: (detail) => `知らない版です（${detail}）。VRM 1.0 か 0.x で書き出してください。`,
    slow: () => "確かめるのに時間がかかりすぎました。軽くしたものを選んでください。",
    unshowable: () => "読めましたが、姿として映せませんでした。別の道具で書き出し直してください。",
    storage: () => "この端末に置く場所がありません。いらないものを消してから、もう一度加えてください。",
  },
  stays: "今の姿のままにします。",
  tamed: {
    pictures: "大きな絵を小さくしました。",
    morphs: "使わない表情の形を省きました。",
    vertices: "壊れた頂点を直しました。",
    springs: "多すぎる揺れものを減らしました。",
    scale: "人の大きさに合わせました。",
  },
  keepsNothing: "このブラウザーは何も残せないので、姿を加えられません。ふつうのウィンドウで開いてください。",
  gone: "選んだ姿を映せなかったので、標準の姿にしています。もう一度加えてください。",
  credit: (title, authors) => (authors === "" ? `モデル：${title}` : `モデル：${title}（${authors}）`),
  terms: {
    title: "利用条件",
    author: "作者",
    noAuthor: "書かれていません",
    who: "使える人",
    whoMay: { author: "作者だけ", licensed: "作者に許された人だけ", everyone: "どなたでも" },
    commercial: "仕事での利用",
    commercialMay: {
      none: "できません（個人の、お金にならない利用だけ）",
      personal: "個人ならできます",
      corporate: "会社でもできます",
    },
    modification: "手直し",
    modificationMay: {
      none: "できません",
      own: "自分で使うならできます",
      "passed-on": "でき、手直ししたものを渡せます",
    },
    redistribution: "人に渡すこと",
    credit: "作者の表示",
    creditMust: "要ります（舞台の隅に出します）",
    creditFree: "なくてもかまいません",
    violent: "暴力的な表現",
    sexual: "性的な表現",
    political: "政治や宗教での利用",
    hateful: "人を傷つける利用",
    allowed: "できます",
    forbidden: "できません",
    known: "許諾の名前",
    copyright: "著作権",
    contact: "連絡先",
    references: "もとになったもの",
    thirdParty: "他の人の部品",
    further: "くわしい条件",
    stays: "モデルはこの端末の中だけで使い、どこにも送りません。書き出すこともしません。",
  },
  shot: "映し方",
  shots: { face: "顔", bust: "上半身", full: "全身" },
  motions: {
    title: "身ぶり",
    note: "お手持ちの動き（VRMA ファイル）を、ここで選んだ身ぶりの代わりに使います。この画面に落としても加えられます。この端末の外には出ません。",
    add: "VRMA を加える",
    seconds: (seconds) => `${seconds.toFixed(1)} 秒`,
    insteadOf: (name) => `「${name}」をどの身ぶりに使うか`,
    unused: "使わない",
    gestures: {
      nod: "うなずく",
      shake: "首を横に振る",
      bow: "会釈",
      "bow-polite": "敬礼",
      "bow-deep": "最敬礼",
      wave: "手を振る",
      present: "手で示す",
      point: "指をさす",
      think: "考える",
    },
    remove: (name) => `「${name}」をこの端末から消す`,
    removed: (name) => `「${name}」を消しました。`,
    notMotion:
      "人の動きが入ったファイルではありません。VRM アニメーション（.vrma）として書き出したものを選んでください。",
    tooLarge: (detail) => `大きすぎます（${detail}）。2 分、16 MB までの動きを選んでください。`,
    damaged: (detail) =>
      `読み取れないところがあります${detail === "" ? "" : `（${detail}）`}。もう一度、別の設定で書き出してください。`,
    noRoom: "この端末に空きがありません。要らないものを消してから、もう一度加えてください。",
  },
  motion: "動きを控えめに",
  motionNote: "身ぶりと重心の移動を止め、映し方もすぐ切り替えます。",
  ground: "背景",
  grounds: { wall: "部屋", colour: "色", gradient: "濃淡", picture: "写真", clear: "透明" },
  groundNotes: {
    wall: "窓のある、いつもの部屋です。",
    colour: "壁の色を変えます。窓の灯りはそのままです。",
    gradient: "選んだ色から壁の色へ、上から下に移ります。",
    picture: "お手元の写真を壁にします。写真はこの端末から出ません。",
    clear: "壁を透かします。配信の画面に重ねるときに使います。",
  },
  colour: "壁の色",
  ownColour: "ほかの色",
  colours: ["砂", "苔", "土", "空", "藤", "墨"],
  choosePicture: "写真を選ぶ",
  otherPicture: "別の写真にする",
  pictureRefused: "この写真は読めません。PNG か JPEG か WebP を選んでください。",
};
