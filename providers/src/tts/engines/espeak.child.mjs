// A process of its own: it loads the operator's copy of espeak-ng (GPL-3) and is talked to by messages only (see espeak-messages.ts).
// argv[2]: file URL of the package's main module.
const { default: createEspeak } = await import(process.argv[2]);

process.on("message", async ({ id, args, file }) => {
  try {
    const espeak = await createEspeak({ arguments: args });
    process.send({ id, wav: espeak.FS.readFile(file) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});
process.on("disconnect", () => process.exit(0));
process.send({ id: 0, wav: new Uint8Array(0) });
