import { parseArgs } from "node:util";

/**
 * @typedef {object} StartOptions
 * @property {boolean} help print HELP and end
 * @property {boolean} build build the page when its sources changed
 * @property {boolean} models prepare models and the avatar
 * @property {boolean} relay start the relay at the end
 * @property {boolean} lan HTTPS for the local network, with pairing
 * @property {boolean} mock stand-in servers take the place of those in providers.yaml
 */

export const HELP = `npm start -- [options]

Installs what is missing, prepares models, builds the page and starts the relay.

  --no-build       take the page as it was built last
  --no-models      prepare no models and no avatar
  --prepare-only   end when all is ready, without the relay
  --mock           try it out with stand-in servers on this machine (providers/mock.yaml)
  --lan            let tablets and phones of the local network in, by HTTPS: makes a certificate authority in DATA_DIR,
                   shows how devices install it (a plain page, LAN_SETUP_PORT 8088) and pairs them by a QR code
                   (LAN_PORT 8443); docs/operations.md, "On the LAN"
  --help           this text

Settings come from the environment or from a file .env beside package.json:
PORT (8080), HOST (127.0.0.1), RELAY_TOKEN, ALLOWED_ORIGINS, DATA_DIR (data),
PROVIDERS_CONFIG_PATH (providers/providers.yaml). .env.default lists and explains all of them.`;

/** What was asked on the command line cannot be done. The message is a sentence for the person who typed it. */
export class UsageError extends Error {}

/**
 * @param {readonly string[]} argv without node and the script
 * @returns {StartOptions}
 * @throws {UsageError} on anything not in HELP
 */
export function readOptions(argv) {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        help: { type: "boolean", short: "h" },
        "no-build": { type: "boolean" },
        "no-models": { type: "boolean" },
        "prepare-only": { type: "boolean" },
        lan: { type: "boolean" },
        mock: { type: "boolean" },
      },
    });
    return {
      help: values.help === true,
      build: values["no-build"] !== true,
      models: values["no-models"] !== true,
      relay: values["prepare-only"] !== true,
      lan: values.lan === true,
      mock: values.mock === true,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new UsageError(`${reason}. npm start -- --help lists the options.`);
  }
}
