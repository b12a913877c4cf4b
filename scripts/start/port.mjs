import { createServer } from "node:net";

/**
 * Whether the relay could listen there now.
 * @param {string} host
 * @param {number} port
 * @returns {Promise<string | undefined>} a sentence when it could not
 */
export function portProblem(host, port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", (/** @type {NodeJS.ErrnoException} */ { code }) => resolve(sentence(code, host, port)));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}

/** @param {string | undefined} code @param {string} host @param {number} port */
function sentence(code, host, port) {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} is in use, perhaps by a Hisho that runs already: end that one, or take another: PORT=${port + 1} npm start`;
    case "EACCES":
      return `This account may not listen on port ${port}: take one above 1023, such as PORT=8080.`;
    default:
      return `Nothing can listen on ${host} port ${port} (${code}): check HOST and PORT.`;
  }
}
