/** Every catalogue at once, for screens that speak several languages; a missing or extra string does not compile. */
import type { Language } from "../../session/talk.ts";
import { en } from "./en.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import type { Strings } from "./languages.ts";

export const CATALOGUES: Record<Language, Strings> = { ja, en, ko };
