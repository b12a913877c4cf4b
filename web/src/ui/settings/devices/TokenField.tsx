import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { waitingText } from "../../../session/pairing.ts";
import { Button } from "../../parts/Button.tsx";
import { FIELD_LOOK } from "../../parts/Field.tsx";
import { useServices, useSettings, useTalk, useText } from "../../services.ts";
import { pairingNote } from "../../talk/CodeField.tsx";
import { HEADING, NOTE, ROW, SECTION } from "../classes.ts";

/** A pairing code or the relay's token, for whoever has a new one. */
export function TokenField(): ReactNode {
  const text = useText();
  const { pairing } = useServices();
  const kept = useSettings((settings) => settings.token);
  const refused = useTalk((state) => state.connection.state === "refused" && state.connection.why === "token");
  const way = useStore(pairing.store);
  const [typed, setTyped] = useState(() => waitingText(way));
  const { connections } = text.settings;
  const { token } = text.problem;
  const note = pairingNote(way, token) ?? (refused ? token.body : connections.tokenNote);
  return (
    <form
      className={SECTION}
      onSubmit={(event) => {
        event.preventDefault();
        void pairing.begin(typed);
      }}
    >
      <label className={HEADING} htmlFor="token">
        {connections.token}
      </label>
      <p className={NOTE} id="token-note" role="status">
        {note}
      </p>
      <div className={ROW}>
        <input
          id="token"
          className={`${FIELD_LOOK} h-12`}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="token-note"
          aria-invalid={refused || way.at === "refused"}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" disabled={typed.trim() === "" || typed.trim() === kept || way.at === "asking"}>
          {typed.trim() === kept && kept !== "" ? connections.saved : connections.save}
        </Button>
      </div>
    </form>
  );
}
