import { type ReactNode, useEffect } from "react";
import { useStore } from "zustand";
import { creditOf } from "../../avatar/file/licence.ts";
import { useServices, useSettings, useText } from "../services.ts";

/** The author's name at the edge of the stage, where the model's licence asks for it. */
export function Credit(): ReactNode {
  const text = useText();
  const { wardrobe } = useServices();
  const chosen = useSettings(({ avatar }) => avatar);
  const { avatars, lost } = useStore(wardrobe.store);
  useEffect(() => void wardrobe.look(), [wardrobe]);
  const own = chosen === lost ? undefined : avatars?.find(({ id }) => id === chosen);
  const credit = own === undefined ? null : creditOf(own.facts.licence);
  if (credit === null) return null;
  const { title, authors } = credit;
  return (
    <p className="stage-credit">
      {text.settings.character.credit(title || (own?.name ?? ""), authors.join(text.listSeparator))}
    </p>
  );
}
