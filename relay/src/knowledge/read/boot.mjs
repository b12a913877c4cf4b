// Entry of the process that reads files: `--import tsx` is not told by how the relay was started, so the loader is registered here.
import { register } from "tsx/esm/api";

register();
await import("./read.process.ts");
