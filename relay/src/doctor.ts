/** Tries the providers in use while people talk: one run at a time, one call at a time, and none while a turn is under way. */
import type { DoctorReport, DoctorState } from "@hisho/protocol";
import { readClips } from "@hisho/providers/doctor/clips.ts";
import { type Progress, runDoctor } from "@hisho/providers/doctor/doctor.ts";
import { subjectsOf } from "@hisho/providers/doctor/subjects.ts";
import { licenceOf } from "@hisho/providers/licences.ts";
import type { Clock } from "./clock.ts";
import type { Log } from "./log.ts";
import type { ProviderSwitch } from "./provider-switch.ts";

export interface DoctorParts {
  providers: ProviderSwitch;
  clock: Clock;
  log: Log;
  /** Somebody speaks or is being answered. */
  busy: () => boolean;
}

const SAMPLES = 3;
const LOOK_AGAIN_MS = 100;
/** A relay that is never quiet is tried nevertheless. */
const GIVE_WAY_MS = 10_000;

export class Doctor {
  readonly #parts: DoctorParts;
  readonly #ending = new AbortController();
  #running: Promise<void> | undefined;
  #progress: Progress | null = null;
  #report: DoctorReport | null = null;
  #failure: string | null = null;

  constructor(parts: DoctorParts) {
    this.#parts = parts;
  }

  state(): DoctorState {
    return { progress: this.#progress, report: this.#report, failure: this.#failure };
  }

  /** @returns false when one runs already, or the relay is ending */
  start(): boolean {
    if (this.#running !== undefined || this.#ending.signal.aborted) return false;
    this.#progress = { done: 0, total: 0, role: "stt", provider: "" };
    this.#failure = null;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      this.#progress = null;
    });
    return true;
  }

  /** Breaks a run off. */
  async close(): Promise<void> {
    this.#ending.abort(new Error("the relay is ending"));
    await this.#running;
  }

  /** Never rejects: what became of it is part of the state. */
  async #run(): Promise<void> {
    const { providers, clock, log } = this.#parts;
    const { signal } = this.#ending;
    const roles = providers.take();
    try {
      this.#report = await runDoctor(
        {
          subjects: subjectsOf(roles.providers),
          clips: await readClips(),
          deadlinesMs: roles.providers.deadlinesMs,
          clock: () => clock.now(),
          now: () => clock.date(),
          samples: SAMPLES,
          prepareMs: undefined,
          mayGoOn: () => this.#quiet(),
          licenceOf,
          allowMock: false,
          onProgress: (progress) => {
            this.#progress = progress;
          },
        },
        signal,
      );
      log.info("providers tried", { light: this.#report.light });
    } catch (error) {
      if (signal.aborted) return;
      log.error("the providers could not be tried", { error });
      this.#failure = "The providers could not be tried; the relay's log says why.";
    } finally {
      roles.release();
    }
  }

  /** Resolves when nobody is in a turn, or has been in one for long. */
  async #quiet(): Promise<void> {
    const { clock, busy } = this.#parts;
    const { signal } = this.#ending;
    for (let waitedMs = 0; busy() && waitedMs < GIVE_WAY_MS; waitedMs += LOOK_AGAIN_MS) {
      await new Promise<void>((resolve) => clock.after(LOOK_AGAIN_MS, resolve));
      signal.throwIfAborted();
    }
  }
}
