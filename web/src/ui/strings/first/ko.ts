import type { first as firstJa, sound as soundJa } from "./ja.ts";

export const first: typeof firstJa = {
  steps: (at, of) => `${of}단계 중 ${at}단계`,
  skipAll: "건너뛰고 글로 시작하기",
  reader: {
    offer: "스크린 리더를 써요",
    label: "답은 스크린 리더로 듣기",
    note: "제 목소리는 내지 않아요. 답을 한 문장씩 스크린 리더에 넘겨요.",
  },
  language: {
    begin: "한국어로 시작하기",
    note: "언어는 나중에 바꿀 수 있어요.",
  },
  microphone: {
    title: "말씀하실 때 들어도 될까요?",
    body: "브라우저가 마이크를 써도 되는지 물어볼 거예요. 소리는 말씀하실 때만 이 기기를 떠나고, 그동안에는 불빛으로 알 수 있어요.",
    typing: "언제든 글로 대화할 수 있어요.",
    ask: "마이크 허용하러 가기",
    asking: "브라우저의 물음에 답해 주세요",
    later: "지금은 안 할래요, 글로 할게요",
  },
  echo: {
    title: "제 목소리가 마이크로 얼마나 돌아오는지 들어 볼게요.",
    sentence: "안녕하세요, 비서예요. 필요하실 때 언제든 말씀해 주세요.",
    saying: "말하고 있어요. 잠시만 조용히 기다려 주세요.",
    tune: "목소리가 쉬고 있어서 짧은 음악으로 확인해요.",
    begin: "시작할게요",
    repeat: "다시 들어 보기",
    skip: "확인하지 않고 시작하기",
    picture: "제가 한 말과 돌아온 소리",
    results: {
      full: { title: "돌아오지 않아요", body: "언제든 끼어드셔도 돼요." },
      ducked: {
        title: "조금 돌아와요",
        body: "말씀하시면 제 목소리를 바로 낮추고 들을게요. 대화 중에 끼어드셔도 괜찮아요.",
      },
      half: {
        title: "많이 돌아와요",
        body: "번갈아 이야기해요. 멈추려면 화면을 눌러 주세요. 헤드폰을 쓰면 끼어드실 수 있어요.",
      },
    },
    disturbed: { title: "다른 소리가 들렸어요", body: "조용할 때 다시 해 주세요." },
    failed: { title: "확인하지 못했어요", body: "그래도 대화할 수 있어요. 나중에 설정에서 확인할 수 있어요." },
  },
  pairing: {
    title: "이 기기를 등록해요.",
    body: "서버에 나온 코드를 카메라로 읽거나 여기에 적어 주세요.",
    scan: "카메라로 읽기",
    stopScan: "읽기 그만두기",
    aim: "코드를 카메라에 비춰 주세요. 영상은 이 기기를 떠나지 않아요.",
    view: "카메라 화면",
    noCamera: "카메라를 쓸 수 없어요. 코드를 여기에 적어 주세요.",
    later: "나중에 등록하기",
  },
};

export const sound: typeof soundJa = {
  standIn: (name) => `고르신 마이크가 없어서 ${name === "" ? "다른 마이크" : name}(으)로 듣고 있어요.`,
  microphone: "마이크",
  speaker: "스피커",
  system: "이 기기 설정대로",
  unnamed: (at) => `기기 ${at}`,
  notNamed: "마이크를 허용하면 기기 이름이 보여요.",
  gone: "고르신 기기가 연결되어 있지 않아요. 이 기기 설정대로 쓰고 있어요.",
  noSpeakerChoice: "이 브라우저에서는 스피커를 고를 수 없어요. 기기 설정에서 골라 주세요.",
  volume: "음량",
  rateNote: "목소리에 따라 빠르기를 바꿀 수 없어요. 그럴 때는 원래 빠르기로 말해요.",
  echo: "마이크로 돌아오는 목소리",
  echoUnknown: "아직 확인하지 않았어요. 언제든 끼어드실 수 있다고 보고 듣고 있어요.",
  echoTest: "확인하기",
  firstSteps: "처음 단계를 다시 하기",
};
