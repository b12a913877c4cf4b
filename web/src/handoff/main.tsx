import "../ui/styles/colours.css";
import "../ui/styles/type.css";
import "../ui/styles/theme.css";
import "../ui/styles/base.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { History } from "../history/history.ts";
import { newId } from "../session/new-id.ts";
import { preferredLanguage } from "../session/settings.ts";
import { Received } from "./Received.tsx";
import { keptTurn } from "./redeem.ts";

const history = new History({ writer: newId() });
const ticket = window.location.hash.slice(1);
// Whoever looks at the phone's list of pages later finds no ticket there.
window.history.replaceState(null, "", window.location.pathname);
const language = preferredLanguage(navigator.languages);
document.documentElement.lang = language;

const root = document.getElementById("root");
if (root === null) throw new Error("handoff.html has no #root");
createRoot(root).render(
  <StrictMode>
    <Received
      ticket={ticket}
      language={language}
      keep={async ({ turns }) => {
        const id = newId();
        const kept = turns.map((turn, i) => history.save(id, keptTurn(turn, newId(), i + 1)));
        return (await Promise.all(kept)).every(Boolean) ? id : null;
      }}
    />
  </StrictMode>,
);
