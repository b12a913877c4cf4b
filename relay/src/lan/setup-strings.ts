/** The words of the page that installs the certificate authority. */
export interface SetupStrings {
  lang: "ja" | "en" | "ko";
  title: string;
  why: string;
  scan: string;
  get: string;
  install: readonly { device: string; how: string }[];
  open: string;
}

const ja: SetupStrings = {
  lang: "ja",
  title: "秘書を開く前に",
  why: "マイクを使うには、この端末が秘書の証明書を信頼している必要があります。最初の一度だけ行ってください。",
  scan: "ほかの端末では、このコードを読み取ってこのページを開いてください。",
  get: "1. 証明書をダウンロードする",
  install: [
    {
      device: "iPhone・iPad",
      how: "Safari でダウンロードし、設定 › 一般 › VPN とデバイス管理 でプロファイルをインストールし、一般 › 情報 › 証明書信頼設定 で有効にします。",
    },
    {
      device: "Android",
      how: "設定 › セキュリティ › 暗号化と認証情報 › 証明書のインストール › CA 証明書 で選びます。",
    },
    { device: "Windows", how: "ファイルを開き、「信頼されたルート証明機関」にインストールします。" },
    { device: "macOS", how: "ファイルを開き、キーチェーンアクセスで「常に信頼」にします。" },
  ],
  open: "2. 秘書を開く",
};

const en: SetupStrings = {
  lang: "en",
  title: "Before you open the secretary",
  why: "The microphone works only when this device trusts the secretary's certificate. You do this once.",
  scan: "On another device, scan this code to open this page.",
  get: "1. Download the certificate",
  install: [
    {
      device: "iPhone, iPad",
      how: "Download it with Safari. Install the profile in Settings › General › VPN & Device Management, then switch it on in General › About › Certificate Trust Settings.",
    },
    {
      device: "Android",
      how: "Choose it in Settings › Security › Encryption & credentials › Install a certificate › CA certificate.",
    },
    { device: "Windows", how: "Open the file and install it into “Trusted Root Certification Authorities”." },
    { device: "macOS", how: "Open the file and set it to “Always Trust” in Keychain Access." },
  ],
  open: "2. Open the secretary",
};

const ko: SetupStrings = {
  lang: "ko",
  title: "비서를 열기 전에",
  why: "마이크를 쓰려면 이 기기가 비서의 인증서를 신뢰해야 합니다. 처음 한 번만 하면 됩니다.",
  scan: "다른 기기에서는 이 코드를 스캔해 이 페이지를 여세요.",
  get: "1. 인증서 내려받기",
  install: [
    {
      device: "iPhone, iPad",
      how: "Safari로 내려받고, 설정 › 일반 › VPN 및 기기 관리에서 프로파일을 설치한 뒤, 일반 › 정보 › 인증서 신뢰 설정에서 켜세요.",
    },
    { device: "Android", how: "설정 › 보안 › 암호화 및 사용자 인증 정보 › 인증서 설치 › CA 인증서에서 선택하세요." },
    { device: "Windows", how: "파일을 열어 ‘신뢰할 수 있는 루트 인증 기관’에 설치하세요." },
    { device: "macOS", how: "파일을 열고 키체인 접근에서 ‘항상 신뢰’로 바꾸세요." },
  ],
  open: "2. 비서 열기",
};

export const SETUP_STRINGS: readonly SetupStrings[] = [ja, en, ko];
