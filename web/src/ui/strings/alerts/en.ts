import type { alerts as ja } from "./ja.ts";

export const alerts: typeof ja = {
  lead: "Reminders and timers reach you when this page is out of sight, too.",
  on: "Notifications on this device",
  onNote: "Shown while the app is open but out of sight. When you can see it, I tell you by voice.",
  denied: "The browser blocks notifications. Allow them in the browser’s settings for this site, then switch this on.",
  cannot: "This browser cannot show notifications. Adding the app to the home screen may make them possible.",
  titles: { reminder: "Reminder", timer: "Timer" },
  done: "Done",
  later: "In 10 min",
  push: {
    title: "When the app is closed, too",
    lead: "What is due reaches this device although the app is closed. It is sent encrypted, and only this device can read it. The browser maker’s servers carry it, so this is off until you choose it.",
    on: "Reach this device when closed",
    onNote: "Nothing is sent when I could tell you by voice on a page somewhere.",
    insecure: "This address is not https, so this cannot be used. Open the app at its https address.",
    install: "On iPhone and iPad this works in the app: use the share button, “Add to Home Screen”, and open it there.",
    cannot: "This browser has no notifications while it is closed. Try another browser.",
    away: "That did not work. Check that this device is on the internet, and try again.",
    told: "Devices that are reached",
    thisDevice: "This device",
    unnamed: "Device without a name",
    since: (day: string, service: string): string => `Since ${day} · by ${service}`,
    revoke: "Stop",
    revokeOf: (name: string): string => `Stop: ${name}`,
  },
};
