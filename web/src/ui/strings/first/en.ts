import type { first as firstJa, sound as soundJa } from "./ja.ts";

export const first: typeof firstJa = {
  steps: (at, of) => `Step ${at} of ${of}`,
  skipAll: "Skip this and type",
  reader: {
    offer: "I use a screen reader",
    label: "Answers read by my screen reader",
    note: "I make no sound. Each sentence of an answer goes to your screen reader as it comes.",
  },
  language: {
    begin: "Start in English",
    note: "You can change the language later.",
  },
  microphone: {
    title: "May I listen when you speak to me?",
    body: "Your browser will ask for the microphone. Sound leaves this device only while you are talking to me, and the light shows when that is.",
    typing: "You can always type instead.",
    ask: "Ask for the microphone",
    asking: "Please answer your browser",
    later: "Not now, I will type",
  },
  echo: {
    title: "Let me check how much of my voice comes back.",
    sentence: "Hello, I am your secretary. Whenever you need something, just talk to me.",
    saying: "I am speaking. Please stay quiet for a moment.",
    tune: "My voice is resting, so a short tune does it.",
    begin: "Start",
    repeat: "Check again",
    skip: "Start without checking",
    picture: "What I said, and what came back of it",
    results: {
      full: { title: "None of it comes back", body: "Interrupt me any time." },
      ducked: { title: "Some comes back", body: "I will lower my voice the moment you speak. You can interrupt me." },
      half: {
        title: "A lot comes back",
        body: "Let us take turns; touch the screen to stop me. With headphones you can interrupt me.",
      },
    },
    disturbed: { title: "There was another sound", body: "Please try again when it is quiet." },
    failed: { title: "I could not check it", body: "We can talk all the same. You can check it later in Settings." },
  },
  pairing: {
    title: "Let us pair this device.",
    body: "Scan the code that the server shows with the camera, or write it here.",
    scan: "Scan with the camera",
    stopScan: "Stop scanning",
    aim: "Hold the code in front of the camera. The picture does not leave this device.",
    view: "Camera picture",
    noCamera: "I cannot use a camera. Please write the code here.",
    later: "Pair later",
  },
};

export const sound: typeof soundJa = {
  standIn: (name) => `The microphone you chose is gone, so I listen with ${name === "" ? "another one" : name}.`,
  microphone: "Microphone",
  speaker: "Speaker",
  system: "As this device says",
  unnamed: (at) => `Device ${at}`,
  notNamed: "Devices show their names once the microphone is allowed.",
  gone: "The device you chose is not connected. I use the one this device says.",
  noSpeakerChoice: "This browser cannot choose a speaker. Please choose it in the device’s own settings.",
  volume: "Volume",
  rateNote: "Not every voice can change its rate. One that cannot speaks at its own.",
  echo: "My voice in your microphone",
  echoUnknown: "Not checked yet. I listen as if you could interrupt me any time.",
  echoTest: "Check",
  firstSteps: "Take the first steps again",
};
