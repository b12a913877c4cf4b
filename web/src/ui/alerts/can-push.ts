/** `install`: once the app is on the home screen (iOS and iPadOS). */
export type PushAbility = "can" | "insecure" | "install" | "cannot";

/** What of the browser decides about Web Push. */
export interface PushSurroundings {
  isSecureContext: boolean;
  hasPush: boolean;
  /** `navigator.platform`. */
  platform: string;
  maxTouchPoints: number;
}

/** Whether this browser can be told of what rings while no page is open. */
export function canPush({ isSecureContext, hasPush, platform, maxTouchPoints }: PushSurroundings): PushAbility {
  if (!isSecureContext) return "insecure";
  if (hasPush) return "can";
  // An iPad calls itself a Mac; no Mac has a touch screen.
  const isIos = /^(iPhone|iPad|iPod)/.test(platform) || (platform.startsWith("Mac") && maxTouchPoints > 1);
  return isIos ? "install" : "cannot";
}

export const browserCanPush = (): PushAbility =>
  canPush({
    isSecureContext: window.isSecureContext,
    hasPush: "serviceWorker" in navigator && "PushManager" in window && typeof Notification !== "undefined",
    platform: navigator.platform,
    maxTouchPoints: navigator.maxTouchPoints,
  });
