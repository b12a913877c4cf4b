export const CHROMIUM_FLAGS: readonly string[];
export function findChromium(env?: NodeJS.ProcessEnv): string | undefined;
/** @param say takes each line of what it does. @throws where no browser can be had; the message says what to install */
export function ensureChromium(say?: (line: string) => void): string;
