/** One line for the person at the terminal. @param {string} line */
export const say = (line) => void process.stdout.write(`${line}\n`);
