/** Words that ask a voice to be silent and for nothing else. Pure. */

const STOP = [
  /^(?:(?:ちょっと|もう|はい|あ|いや)、?)*(?:止めて|とめて|やめて|ストップ|黙って|だまって|静かに(?:して)?|待って|まって|いい(?:です|よ)?|結構(?:です)?|けっこう(?:です)?|わかった(?:よ)?|分かった(?:よ)?)(?:ください|下さい|ね|、?ありがとう)*$/u,
  /^(?:(?:ok|okay|please|oh|no|hey|alright|all right) )*(?:stop(?: it| that| talking| now)?|quiet|be quiet|silence|hush|shush|enough|that's enough|that is enough|shut up|hold on|wait(?: a (?:minute|moment|second))?|never mind)(?: please| now| thanks| thank you)*$/u,
  /^(?:(?:이제|아|네|잠깐|좀) )*(?:그만(?:해|해요|해 ?줘|해 ?주세요|하세요)?|멈춰(?:요| ?줘| ?주세요)?|스톱|스탑|조용히(?: ?해| ?해요| ?해 ?줘| ?해 ?주세요)?|됐어요?|잠깐만요?|기다려(?:요| ?줘| ?주세요)?)$/u,
];

/** @param words what was said while a voice spoke, without the name it may have been said to */
export function asksToStop(words: string): boolean {
  const plain = words
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[’]/g, "'")
    .replace(/[。.,!?！？]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return STOP.some((pattern) => pattern.test(plain));
}
