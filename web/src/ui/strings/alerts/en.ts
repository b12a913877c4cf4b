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
};
