/** What a reception screen's page was given by its browser, kept for a test to break, and what its light has said. */
export interface KioskParts {
  streams: MediaStream[];
  workers: { worker: Worker; url: string }[];
  contexts: AudioContext[];
  locks: { released: boolean }[];
  /** No microphone can be had: it is unplugged. */
  unplugged: boolean;
  /** Nothing can be written, neither to the settings nor to the record. */
  full: boolean;
  /** The sound is taken from the page, and again whenever the page wakes it. */
  silenced: boolean;
  /** What the relay says of an answer does not come through. */
  frozen: boolean;
  /** What the small light has told, in order. */
  told: { fault: string; sentence: string }[];
  /** Touches and keys of a person. */
  touches: number;
}

declare global {
  interface Window {
    parts: KioskParts;
  }
}

/** Runs in the page before anything of it. */
export function keepParts(): void {
  const parts: KioskParts = {
    streams: [],
    workers: [],
    contexts: [],
    locks: [],
    unplugged: false,
    full: false,
    silenced: false,
    frozen: false,
    told: [],
    touches: 0,
  };
  window.parts = parts;

  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    if (parts.unplugged) throw new DOMException("unplugged", "NotFoundError");
    const stream = await ask(wanted);
    parts.streams.push(stream);
    return stream;
  };
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      parts.workers.push({ worker: this, url: String(url) });
    }
  };
  window.AudioContext = class extends AudioContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      parts.contexts.push(this);
    }
  };

  // A browser without a screen grants no wake lock: this one is as good as those.
  const request = async (): Promise<object> => {
    const lock = {
      released: false,
      release: async () => {
        lock.released = true;
      },
    };
    parts.locks.push(lock);
    return lock;
  };
  Object.defineProperty(navigator, "wakeLock", { value: { request } });

  const refuse = (): void => {
    if (parts.full) throw new DOMException("full", "QuotaExceededError");
  };
  const keep = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    refuse();
    keep.call(this, key, value);
  };
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    refuse();
    return key === undefined ? put.call(this, value) : put.call(this, value, key);
  };

  // The connection itself stays alive, and so do the person's own words.
  const passes = ({ data }: MessageEvent<unknown>): boolean =>
    !parts.frozen || (typeof data === "string" && /"type":"(?:pong|session_ready|transcript_\w+)"/.test(data));
  const listen = WebSocket.prototype.addEventListener as (...all: unknown[]) => void;
  WebSocket.prototype.addEventListener = function (
    this: WebSocket,
    type: string,
    listener: unknown,
    ...rest: unknown[]
  ) {
    const filtered = (event: MessageEvent): void => {
      if (passes(event)) (listener as (event: Event) => void)(event);
    };
    listen.call(this, type, type === "message" ? filtered : listener, ...rest);
  } as typeof WebSocket.prototype.addEventListener;

  new MutationObserver(() => {
    const light = document.querySelector<HTMLElement>(".kiosk-fault");
    const fault = light?.dataset.fault;
    if (light === null || fault === undefined || parts.told.at(-1)?.fault === fault) return;
    parts.told.push({ fault, sentence: light.innerText });
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  for (const kind of ["pointerdown", "keydown"]) {
    window.addEventListener(
      kind,
      () => {
        parts.touches += 1;
      },
      true,
    );
  }
}
