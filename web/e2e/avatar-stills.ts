/**
 * `npm run avatar:stills`: draws the two pictures of the character that the app carries, to be run when her model
 * changed: the still that stands on the stage until she moves, and the portrait in bars and tiles.
 */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { bytesOf, WEB, withStudio } from "./avatar-studio.ts";

const STILLS = { poster: "src/ui/talk/poster.webp", portrait: "public/icons/portrait.webp" } as const;

await withStudio(async ({ page }) => {
  for (const name of ["poster", "portrait"] as const) {
    const picture = bytesOf(await page.evaluate((still) => window.studio!.stills[still](), name));
    const file = path.join(WEB, STILLS[name]);
    await writeFile(file, picture);
    process.stdout.write(`${file}, ${picture.byteLength} bytes\n`);
  }
});
