import type { sharing as ja } from "./ja.ts";

export const sharing: typeof ja = {
  going: "Comparing with the history of your other devices.",
  taking: (count) => `Fetching the history of your other devices: ${count} exchanges so far. You can go on meanwhile.`,
  giving: (given, of) => `Handing this device’s history to your other devices: ${given} of ${of} exchanges.`,
  agreed: (when) => `The same as on your other devices since ${when}.`,
  refused: (count) =>
    `The server cannot take some of it (${count}), which stays on this device alone. Export it to have a copy.`,
  away: "I cannot reach the server now, so this is the history of this device. It catches up by itself once we are connected.",
  token: "The server does not know this device, so the history cannot be shared. Please pair it again.",
  outdated:
    "This page and the server are of different versions, so the history cannot be shared. Load the page again; if that does not help, update the server.",
  storage: "I cannot write on this device, so the history cannot be shared. Check that it has room, then try again.",
  again: "Try again",
  pair: "Pair this device",
  reload: "Load again",
};
