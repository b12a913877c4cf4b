/** People who talk to a relay one turn after the other until they are told to stop. */
import { setTimeout as wait } from "node:timers/promises";
import { TestClient } from "../../relay/tests/harness.ts";

const SPEECH_MS = 1500;
const NOISE_MS = 300;
const STEP_MS = 100;

export class Talkers {
  readonly #stop = new AbortController();
  readonly #all: Promise<void>[];
  turns = 0;

  /** @param url of the relay's sockets */
  constructor(url: string, people: number) {
    this.#all = Array.from({ length: people }, (_, person) => this.#talk(new TestClient(url, `person-${person}`)));
  }

  /** @throws what went wrong for one of them */
  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#all);
  }

  async #talk(client: TestClient): Promise<void> {
    await client.start();
    for (let turn = 1; !this.#stop.signal.aborted; turn += 1) {
      const isNoise = turn % 4 === 0;
      client.speechStart();
      for (let ms = 0; ms < (isNoise ? NOISE_MS : SPEECH_MS); ms += STEP_MS) {
        client.sound(STEP_MS);
        await wait(STEP_MS);
      }
      if (isNoise) {
        client.sequence += 1;
        client.frame(Uint8Array.of(0xff, 0xff, 0xff));
      }
      client.speechEnd();
      const heard = () => client.of("assistant_audio_start").some((event) => event.turn === turn);
      const over = () => client.of("turn_end").some((event) => event.turn === turn);
      await client.until(() => heard() || over());
      if (!over()) client.send({ type: "playback", turn, state: "started", played_ms: 0, audible_ms: 900 });
      await client.turnEnd(turn);
      this.turns += 1;
    }
    await client.close();
  }
}
