import { expect, it } from "vitest";
import { CONVERSATION_RESTS_AFTER_MS, conversationId } from "./identity.ts";
import { defaultSettings, loadSettings, preferredLanguage, saveSettings } from "./settings.ts";
import { MemoryStorage } from "./testing/talk-scenario.ts";

it("keeps what was chosen and drops what is no setting", () => {
  const storage = new MemoryStorage();
  saveSettings(storage, { ...defaultSettings("en"), mode: "push_to_talk", captionSize: 150 });
  expect(loadSettings(storage, ["ja"])).toEqual({ ...defaultSettings("en"), mode: "push_to_talk", captionSize: 150 });
  storage.setItem("hisho.settings", '{"mode":"shout","speakingRate":9,"language":"ko","extra":1}');
  expect(loadSettings(storage, ["ja"])).toEqual(defaultSettings("ko"));
  storage.setItem("hisho.settings", '{"language":"ko","persona":{"name":" Aoi ","person":"a\\u0000"},"addressed":1}');
  expect(loadSettings(storage, ["ja"])).toEqual(defaultSettings("ko"));
  storage.setItem("hisho.settings", '{"language":"ko","persona":{"name":" Aoi ","extra":1},"addressed":true}');
  const persona = { ...defaultSettings("ko").persona, name: "Aoi" };
  expect(loadSettings(storage, ["ja"])).toEqual({ ...defaultSettings("ko"), persona, addressed: true });
  storage.setItem("hisho.settings", "{");
  expect(loadSettings(storage, ["fr-FR", "ja-JP"])).toEqual(defaultSettings("ja"));
});

it("speaks English where it speaks none of the person's languages", () => {
  expect(preferredLanguage(["fr-FR"])).toBe("en");
});

it("goes on with the conversation of this device until it has rested", () => {
  const storage = new MemoryStorage();
  let made = 0;
  const at = (ms: number) => conversationId(storage, new Date(ms), () => `id-${++made}`);
  expect([at(0), at(1000), at(1000 + CONVERSATION_RESTS_AFTER_MS - 1)]).toEqual(["id-1", "id-1", "id-1"]);
  expect(at(1000 + 3 * CONVERSATION_RESTS_AFTER_MS)).toBe("id-2");
  storage.setItem("hisho.conversation", '{"id":"../x","usedAt":1}');
  expect(at(0)).toBe("id-3");
});

it("makes do without storage", () => {
  const refused = {
    getItem: () => {
      throw new DOMException("denied", "SecurityError");
    },
    setItem: () => {
      throw new DOMException("denied", "SecurityError");
    },
  };
  expect(loadSettings(refused, ["ja"])).toEqual(defaultSettings("ja"));
  expect(conversationId(refused, new Date(0), () => "new")).toBe("new");
});
