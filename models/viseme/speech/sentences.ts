/** Sentences to learn from and, apart from them, sentences to be judged by. Japanese in kana: espeak-ng reads no kanji. */

export const LEARNED = {
  ja: [
    "おはようございます、きょうもよいてんきですね。",
    "ごごのかいぎは、さんじはんからはじまります。",
    "あおいかさを、えきのまえにわすれてしまいました。",
    "すみません、もういちど、おねがいします。",
    "へえ、おおきいいえに、おおぜいのひとがいますね。",
    "うえのえいがかんで、あいましょう。",
    "きのうのよる、ふるいともだちに、でんわをかけました。",
    "たいふうがくるので、はやめにかえってください。",
    "こうこうせいのおとうとは、すうがくがとくいです。",
    "いいえ、ちがいます。それは、わたしのほんです。",
    "しつれいします、しゃちょうは、いらっしゃいますか。",
    "つくえのうえに、きいろいふくろがあります。",
    "ゆうびんきょくは、ぎんこうのとなりにあります。",
    "あいうえお、いえうおあ、おえあうい。",
    "すこしおまちください、いま、しらべています。",
    "めがねをかけた、せのたかいおとこのひとです。",
    "こんばんは、ごはんをたべましょう。",
    "くうこうまで、ばすで、よんじゅっぷんかかります。",
    "えんぴつとけしごむを、もってきてください。",
    "あかいりんごと、あまいももを、むっつかいました。",
    "しずかなうみを、ゆっくり、ふねがすすみます。",
    "おおさかから、きょうとへ、でんしゃでいきました。",
    "ふゆのあさは、そらがとてもきれいです。",
    "せんせい、しつもんがあります。",
    "よていをへんこうして、あしたのひるにしました。",
    "ぼくは、まいあさ、ごきろはしります。",
    "うるさいので、まどをしめても、いいですか。",
    "ちいさいねこが、いすのしたで、ねています。",
    "わかりました、すぐに、おくります。",
    "けさ、へんなゆめをみて、めがさめました。",
    "えいごのしけんに、うかって、うれしいです。",
    "あめがやんだら、にわのはなに、みずをやります。",
    "ことしのなつは、ほんとうに、あつかった。",
    "おかえりなさい、おふろが、わいています。",
    "ひこうきのきっぷは、どこでかえますか。",
    "つぎのえきで、おりて、みぎへまがってください。",
    "ぜんぶで、せんさんびゃくえんになります。",
    "くすりは、いちにち、さんかい、しょくごにのみます。",
    "とうきょうたわーが、ここから、みえます。",
    "どうぞ、おすわりください、おちゃをいれます。",
    "おいしいけーきを、つくりました。",
    "おばあさんは、えほんを、よんでいます。",
    "むかしむかし、あるところに、おじいさんがいました。",
    "さくらのはなが、いっせいに、ひらきました。",
    "れいぞうこに、ぎゅうにゅうと、たまごがあります。",
    "ろうかを、はしっては、いけません。",
    "しゅうまつは、かぞくと、やまへいくよていです。",
    "そうですか、それは、たいへんでしたね。",
    "いま、なんじですか。もう、くじごふんまえです。",
    "えっと、あの、その、なんでもないです。",
  ],
  en: [
    "Good morning, how can I help you today?",
    "The meeting has moved to four o'clock on Tuesday.",
    "Please leave the umbrella near the front door.",
    "She bought two red apples and a small bag of sugar.",
    "I will look for the document and read it to you.",
    "Do you want me to call your father back this evening?",
    "The weather looks cool, with some rain in the afternoon.",
    "We should move the big table over to the window.",
    "All of our books are on the lower shelf, behind you.",
    "Could you speak a little more slowly, please?",
    "My brother drove north for almost nine hours.",
    "The blue boat sailed quietly out to sea.",
    "Remind me to water the plants before breakfast.",
    "He opened the heavy box and found an old map.",
    "Every evening they walk along the river together.",
    "It costs thirty five dollars, or a bit more.",
    "Your next appointment is at the bank on Main Street.",
    "Put the soup on the stove, and then cut the bread.",
    "Who was that man in the yellow coat?",
    "Thank you very much, see you again tomorrow.",
  ],
  ko: [
    "안녕하세요, 오늘은 날씨가 좋네요.",
    "오후 회의는 세 시 반에 시작합니다.",
    "우산을 역 앞에 두고 왔어요.",
    "죄송하지만 다시 한번 말씀해 주세요.",
    "어제 저녁에 오랜 친구에게 전화했습니다.",
    "여기서 공항까지 버스로 얼마나 걸립니까?",
    "노란 가방은 의자 아래에 있어요.",
    "잠시만 기다려 주세요, 지금 찾아보고 있습니다.",
    "우리 가족은 주말에 산에 갈 예정입니다.",
    "이 약은 하루에 세 번, 식사 후에 드세요.",
  ],
} as const;

/** Never learned from. */
export const JUDGED = {
  ja: [
    "こちらは、ひしょのしおりです、ごようけんをどうぞ。",
    "らいしゅうのきんようび、うちあわせが、にけんあります。",
    "いえのうらの、おおきなきに、とりのすがあります。",
    "ええ、そのいけんに、わたしもさんせいです。",
    "すうじつまえから、のどがいたくて、せきもでます。",
    "おうえんして、いただいて、ありがとうございました。",
    "ふくおかで、おいしいうどんを、たべたいです。",
    "けっこんしきは、ろくがつの、にちようびです。",
    "しんぶんを、よみながら、こーひーを、のみました。",
    "くつしたが、あなだらけなので、すてて、いいですか。",
    "あそこのあおいいえは、おいのいえです。",
    "めーるを、そうしんしました、ごかくにんください。",
    "ゆきがつもって、みちが、まっしろになりました。",
    "えきいんに、きいてみたら、どうでしょう。",
    "もうすぐ、おひるですね、なにを、たべましょうか。",
    "つよいかぜで、かんばんが、たおれたそうです。",
  ],
  en: [
    "I have found three notes about your trip to Rome.",
    "The kitchen lights are off, and the door is locked.",
    "You asked for a table near the garden at noon.",
    "A huge wave rolled over the empty beach.",
    "Let me know if anything else needs to be done.",
    "Few people would choose to go out in such a storm.",
    "Our teacher showed us how to draw a good horse.",
    "Turn left at the corner, then go up the hill.",
  ],
  ko: [
    "다음 주 금요일에 약속이 두 개 있습니다.",
    "메일을 보냈으니 확인해 주세요.",
    "눈이 와서 길이 하얗게 되었어요.",
    "점심에 무엇을 먹을까요?",
  ],
} as const;

const CONSONANT_ROWS = [
  "あいうえお",
  "かきくけこ",
  "さしすせそ",
  "たちつてと",
  "なにぬねの",
  "はひふへほ",
  "まみむめも",
  "らりるれろ",
  "がぎぐげご",
  "ざじずぜぞ",
  "だぢづでど",
  "ばびぶべぼ",
  "ぱぴぷぺぽ",
  "や ゆ よ",
  "わ   お",
];

/** A sentence that nobody ever said, every vowel equally often: words of two to five morae, sometimes a pause. */
export function babble(random: () => number): string {
  const pick = <T>(list: ArrayLike<T>): T => list[Math.floor(random() * list.length)]!;
  const mora = (): string => {
    const kana = pick(pick(CONSONANT_ROWS));
    return kana === " " ? pick("あいうえお") : kana;
  };
  const word = (): string => {
    let text = "";
    for (let left = 2 + Math.floor(random() * 4); left > 0; left--) {
      text += mora();
      const extra = random();
      if (extra < 0.1) text += pick("あいうえお");
      else if (extra < 0.16) text += "ん";
      else if (extra < 0.2) text += "ー";
      else if (extra < 0.24 && left > 1) text += "っ";
    }
    return text.replace(/んー/g, "ん").replace(/っ(?=[あいうえおんー]|$)/g, "");
  };
  const words = Array.from({ length: 4 + Math.floor(random() * 3) }, word);
  return `${words.map((each, i) => (i > 0 && random() < 0.4 ? `、${each}` : each)).join("")}。`;
}
