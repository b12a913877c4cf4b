/** Questions about the Debian installation guide, with the passages that answer them; written from the guide, before anything was measured. */

export type Kind = "fact" | "number" | "paraphrase" | "cross-language" | "nothing";

export interface Question {
  /** Of the question; of a cross-language one, that of the documents which are searched. */
  language: "en" | "ja" | "ko";
  kind: Kind;
  text: string;
  /** Chapters of the guide (files without ending) that answer it; none where nothing does. */
  chapters: readonly string[];
  /** A passage of these chapters answers it when it holds this; any of them when empty. */
  holds: string;
}

const about =
  (language: Question["language"], kind: Kind) =>
  (text: string, chapters: string, holds = ""): Question => ({
    ...{ language, kind, text, holds },
    chapters: chapters === "" ? [] : chapters.split(" "),
  });

const en = {
  fact: about("en", "fact"),
  number: about("en", "number"),
  paraphrase: about("en", "paraphrase"),
  cross: about("en", "cross-language"),
  nothing: about("en", "nothing"),
};
const ja = {
  fact: about("ja", "fact"),
  number: about("ja", "number"),
  paraphrase: about("ja", "paraphrase"),
  cross: about("ja", "cross-language"),
  nothing: about("ja", "nothing"),
};
const ko = {
  fact: about("ko", "fact"),
  number: about("ko", "number"),
  paraphrase: about("ko", "paraphrase"),
  cross: about("ko", "cross-language"),
  nothing: about("ko", "nothing"),
};

export const QUESTIONS: readonly Question[] = [
  en.number("How much memory does a normal installation need at least?", "ch02s05", "780MB"),
  en.number("What is the smallest size a swap partition should have?", "apcs03", "512MB"),
  en.number("How much space is needed to install the GNOME desktop?", "apds02", "4075"),
  en.number("How many megabytes does a minimal base installation take?", "apds02", "1012MB"),
  en.number("How many major architectures does Debian 12 support?", "ch02s01", "9 major architectures"),
  en.number("How many megabytes should be allocated for /var?", "ch03s04", "200MB"),
  en.fact("Which partition type is recommended for home systems?", "apcs03", "ext4"),
  en.fact("Which keys open the BIOS setup menu?", "ch03s06 ch03s03", "F2"),
  en.fact("Which command powers off the machine?", "ch08s01", "poweroff"),
  en.fact("Which boot parameter saves memory on small machines?", "ch02s05 ch05s03", "lowmem"),
  en.fact("On which IRC channel can I ask for help?", "ch07s01 ch05s04", "IRC"),
  en.fact("Which files hold the checksums of the installation images?", "ch04s07", "SHA256SUMS"),
  en.fact("Which processors are supported by the amd64 port?", "ch02s01", "Intel 64"),
  en.paraphrase("How can I be sure that a downloaded image was not tampered with?", "ch04s07"),
  en.paraphrase("What should I do so that I do not lose my files before I begin?", "ch03s02"),
  en.paraphrase("Another system on this computer is asleep on disk. May I start anyway?", "ch05s01", "hibernat"),
  en.paraphrase("How do I set up many computers without anyone answering questions?", "ch04s06 apbs01 apb apbs02"),
  en.paraphrase("How can a person who cannot see use the installer?", "ch05s02"),
  en.paraphrase("What is asked during start-up when the disk is encrypted?", "ch07s02"),
  en.paraphrase("My new system does not come up any more. How do I rescue it?", "ch08s06 ch07s01"),

  ja.number("通常のインストールに最低限必要なメモリはどれくらいですか", "ch02s05", "780MB"),
  ja.number("スワップパーティションは最低どれくらいの大きさがよいですか", "apcs03", "512MB"),
  ja.number("GNOME デスクトップのインストールに必要な容量は何MBですか", "apds02", "4075"),
  ja.number("最小のベースインストールは何MBのディスクを使いますか", "apds02", "1012MB"),
  ja.number("Debian 12 はいくつのアーキテクチャをサポートしていますか", "ch02s01", "9"),
  ja.number("/var には最低何MB割り当てればよいですか", "ch03s04", "200MB"),
  ja.fact("家庭用のシステムにお勧めのパーティションの種類は何ですか", "apcs03", "ext4"),
  ja.fact("BIOS の設定メニューに入るにはどのキーを押しますか", "ch03s06 ch03s03", "F2"),
  ja.fact("マシンの電源を落とすコマンドは何ですか", "ch08s01", "poweroff"),
  ja.fact("メモリの少ないマシンではどの起動パラメータを使いますか", "ch02s05 ch05s03", "lowmem"),
  ja.fact("助けを求められる IRC チャネルはどこですか", "ch07s01 ch05s04", "IRC"),
  ja.fact("インストールファイルのチェックサムはどのファイルにありますか", "ch04s07", "SHA256SUMS"),
  ja.fact("ファームウェアが必要になる代表的なハードウェアは何ですか", "ch02s02", "ファームウェア"),
  ja.paraphrase("ダウンロードしたイメージが壊れていないか確かめる方法を教えて", "ch04s07"),
  ja.paraphrase("始める前に大事なファイルをなくさないためにはどうすればいい？", "ch03s02"),
  ja.paraphrase("ノートパソコンのふたを閉じたら自動でスリープしますか", "ch02s01"),
  ja.paraphrase("質問に答えずに何台ものコンピュータへ自動でインストールしたい", "ch04s06 apbs01 apb apbs02"),
  ja.paraphrase("目の見えない人がインストーラを使う方法はありますか", "ch05s02"),
  ja.paraphrase("ディスクを暗号化したとき起動中に何を入力しますか", "ch07s02"),
  ja.paraphrase("いきなり電源ボタンで切っても大丈夫ですか", "ch08s01"),

  ko.number("일반적인 설치에 필요한 최소 메모리는 얼마예요?", "ch02s05", "780MB"),
  ko.number("스왑 파티션은 최소한 얼마나 커야 하나요?", "apcs03", "512MB"),
  ko.number("그놈 데스크톱을 설치하려면 공간이 몇 MB 필요한가요?", "apds02", "4075"),
  ko.number("최소한의 베이스 설치는 디스크를 몇 MB 차지하나요?", "apds02", "1012MB"),
  ko.number("데비안 12는 아키텍처를 몇 개 지원하나요?", "ch02s01", "9"),
  ko.number("/var에는 최소한 몇 MB를 할당해야 하나요?", "ch03s04", "200MB"),
  ko.fact("가정용 시스템에 권장하는 파티션 종류는 무엇인가요?", "apcs03", "ext4"),
  ko.fact("BIOS 설정 메뉴에 들어가려면 어떤 키를 누르나요?", "ch03s06 ch03s03", "F2"),
  ko.fact("컴퓨터 전원을 끄는 명령은 무엇인가요?", "ch08s01", "poweroff"),
  ko.fact("메모리가 적은 컴퓨터에서는 어떤 부팅 파라미터를 쓰나요?", "ch02s05 ch05s03", "lowmem"),
  ko.fact("도움을 받을 수 있는 IRC 채널은 어디인가요?", "ch07s01 ch05s04", "IRC"),
  ko.fact("설치 파일의 체크섬은 어느 파일에 있나요?", "ch04s07", "SHA256SUMS"),
  ko.fact("프로그램에 들어 있는 문서는 어느 디렉터리에 있나요?", "ch07s03 ch08s03", "/usr/share/doc"),
  ko.paraphrase("내려받은 이미지가 손상되지 않았는지 어떻게 확인해요?", "ch04s07"),
  ko.paraphrase("시작하기 전에 중요한 파일을 잃지 않으려면 어떻게 해야 하나요?", "ch03s02"),
  ko.paraphrase("질문에 답하지 않고 여러 컴퓨터에 자동으로 설치하고 싶어요", "ch04s06 apbs01 apb apbs02"),
  ko.paraphrase("앞을 볼 수 없는 사람도 설치 프로그램을 쓸 수 있나요?", "ch05s02"),
  ko.paraphrase("디스크를 암호화하면 부팅할 때 무엇을 입력하나요?", "ch07s02"),
  ko.paraphrase("설치 후에 시스템이 부팅되지 않으면 어떻게 복구하나요?", "ch08s06 ch07s01"),
  ko.paraphrase("처음 로그인할 때 무엇을 입력하나요?", "ch07s03"),

  en.cross("preseed による自動インストールは、英語の資料のどこにありますか", "apbs01 apb apbs02 ch04s06", "preseed"),
  en.cross("TFTP ネットブートの準備", "ch04s05", "TFTP"),
  en.cross("PPPoE로 설치하기", "apds05", "PPP"),
  ja.cross("How do I boot the installer by PXE and TFTP?", "ch04s05", "TFTP"),
  ja.cross("lowmem 부팅 파라미터", "ch02s05 ch05s03", "lowmem"),
  ko.cross("What is SHA256SUMS for?", "ch04s07", "SHA256SUMS"),
  ko.cross("preseed のファイル", "apbs01 apbs02 apbs03 apb", "preseed"),
  ko.cross("How do I reboot with systemctl?", "ch08s01", "systemctl"),

  en.nothing("What is the capital of Peru?", ""),
  en.nothing("How long does sourdough bread have to rise?", ""),
  en.nothing("Who won the football match yesterday?", ""),
  en.nothing("When does the ferry to the island leave?", ""),
  ja.nothing("今日の夕飯の献立を教えて", ""),
  ja.nothing("猫の予防接種はいつですか", ""),
  ja.nothing("京都までの新幹線はいくらですか", ""),
  ja.nothing("祖母の誕生日はいつだっけ", ""),
  ko.nothing("오늘 점심 뭐 먹을까", ""),
  ko.nothing("고양이 예방 접종은 언제예요?", ""),
  ko.nothing("부산까지 기차표가 얼마예요?", ""),
  ko.nothing("할머니 생신이 언제였지?", ""),
];
