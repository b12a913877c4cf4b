const LEAST = [20, 19];

/**
 * @param {string} version such as `20.19.4`
 * @returns {string | undefined} a sentence when Hisho cannot run on it
 */
export function nodeVersionProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `Hisho needs Node ${LEAST.join(".")} or newer, and this is ${version}. Install a newer Node and start again.`;
}
