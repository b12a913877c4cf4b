/** The recognisers as one request wants them: of the model it names, with the words it says came before. */
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { Roles } from "../roles.ts";
import type { Ears } from "../session/listening.ts";
import { joined } from "../speech/units.ts";
import { modelOf } from "./models.ts";
import { RequestError } from "./problems.ts";
import type { Asked } from "./request.ts";

/** @throws RequestError 404 when no recogniser is of the model that is asked for */
export function earsFor(roles: Roles, asked: Asked, clock: Clock, log: Log): Ears & Pick<Roles, "whyNot"> {
  const chosen = asked.model === undefined ? roles : ofModel(roles, asked.model, clock, log);
  return {
    providers: chosen.providers,
    covers: (role, language) => chosen.covers(role, language),
    hearsInBrowser: () => false,
    tried: (role, language) => chosen.tried(role, language),
    whyNot: (role, language) => chosen.whyNot(role, language),
    transcribe({ previousText = "", ...request }, signal) {
      const before = asked.wordsBefore ? joined(asked.prompt, previousText) : "";
      return chosen.transcribe(before === "" ? request : { ...request, previousText: before }, signal);
    },
  };
}

/** The same records of who fails are kept for them. */
function ofModel(roles: Roles, model: string, clock: Clock, log: Log): Roles {
  const { providers } = roles;
  const stt = providers.stt.filter((provider) => modelOf(provider) === model || provider.name === model);
  if (stt.length > 0) return new Roles({ ...providers, stt }, clock, log, { before: roles });
  const known = providers.stt.map(modelOf).join(", ");
  throw new RequestError({
    status: 404,
    title: "No such model",
    detail: `model: no model ${model}; there ${providers.stt.length === 1 ? "is" : "are"} ${known}`,
    field: "model",
  });
}
