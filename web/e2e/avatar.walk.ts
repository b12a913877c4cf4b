/** A person's own character: dropped on the talk, seen on the stage, there without the relay; a bad file changes nothing. */
import { expect, type Page, test } from "@playwright/test";
import { edited } from "../src/avatar/file/testing/edit.ts";
import { openBrowser } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

let relay: RunningRelay;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());

/** On whatever page is open, as from the desktop. */
const drop = (page: Page, name: string, bytes: Uint8Array): Promise<void> =>
  page.evaluate(
    async ([file, base64]) => {
      const bytes = await (await fetch(`data:application/octet-stream;base64,${base64}`)).blob();
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], file));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [name, Buffer.from(bytes).toString("base64")] as const,
  );

/** Drawn by the processor she is a picture until somebody does something. */
async function wake(page: Page): Promise<void> {
  await expect(page.locator("main .stage-poster")).toBeVisible();
  await expect(async () => {
    await page.keyboard.press("Shift");
    await expect(page.locator("[data-avatar]")).toBeAttached({ timeout: 5_000 });
  }).toPass();
}

/** Who stands on the stage, by the id of where the model came from. */
const onStage = (page: Page): Promise<string | null> => page.locator("[data-avatar]").getAttribute("data-avatar");

test("a dropped VRM takes the stage, stays without the relay, and a bad one leaves it there", async () => {
  const browser = await openBrowser(undefined);
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await wake(page);
    await expect(page.locator("[data-avatar$='shiori.vrm']")).toBeAttached();
    const shiori = new Uint8Array(await (await fetch(new URL("/avatar/shiori.vrm", relay.url))).arrayBuffer());

    await drop(
      page,
      "mio.vrm",
      edited(shiori, ({ document }) => {
        const { meta } = document.extensions.VRMC_vrm;
        Object.assign(meta, { name: "<b>Mio</b>", authors: ["Sato Ken"], creditNotation: "required" });
      }),
    );
    await expect(page.getByText("I look like <b>Mio</b> now.", { exact: true })).toBeVisible();
    await expect(page.locator("[data-avatar]:not([data-avatar$='shiori.vrm'])")).toBeAttached();
    await expect(page.getByText("Model: <b>Mio</b> by Sato Ken")).toBeVisible();
    const mio = await onStage(page);

    await browser.context.setOffline(true);
    await page.reload();
    await expect(page.locator(`[data-avatar="${mio}"]`)).toBeAttached();
    await expect(page.getByText("Model: <b>Mio</b> by Sato Ken")).toBeVisible();

    await drop(page, "broken.vrm", shiori.slice(0, shiori.byteLength / 2));
    const refusal = page.getByRole("alert").filter({ hasText: "broken.vrm" });
    await expect(refusal).toContainText("The file ends too early. Please download or copy it again.");
    await expect(refusal).toContainText("I will stay as I am.");
    await expect(page.getByRole("radio", { name: /<b>Mio<\/b>/ })).toBeChecked();
    expect(await onStage(page)).toBe(mio);

    await page.getByRole("button", { name: "Terms and name of <b>Mio</b>" }).click();
    const sheet = page.getByRole("dialog");
    await expect(sheet).toContainText("Sato Ken");
    await sheet.getByRole("button", { name: "Delete from this device" }).click();
    await expect(page.getByRole("radio", { name: /Secretary/ })).toBeChecked();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(page.getByRole("radio", { name: /<b>Mio<\/b>/ })).toBeChecked();
  } finally {
    await browser.close();
  }
});

test("a model that only its author may use asks first, and is not worn before the answer", async () => {
  const browser = await openBrowser(undefined);
  try {
    const page = await browser.context.newPage();
    await page.goto(`${relay.url}/#/settings/character`);
    const shiori = new Uint8Array(await (await fetch(new URL("/avatar/shiori.vrm", relay.url))).arrayBuffer());
    const aoi = edited(shiori, ({ document }) => {
      Object.assign(document.extensions.VRMC_vrm.meta, { name: "Aoi", avatarPermission: "onlyAuthor" });
    });
    await page.locator("[data-way=vrm]").setInputFiles({ name: "Aoi.vrm", mimeType: "", buffer: Buffer.from(aoi) });
    const asked = page.getByRole("dialog");
    await expect(asked).toContainText("Only the person who made this model may use it. Did you make it?");
    await asked.getByRole("button", { name: "Do not use it" }).click();
    await expect(page.getByRole("radio", { name: /Secretary/ })).toBeChecked();
    await page.getByRole("radio", { name: /Aoi/ }).click({ force: true });
    await asked.getByRole("button", { name: "I made it" }).click();
    await expect(page.getByRole("radio", { name: /Aoi/ })).toBeChecked();
    await page.reload();
    await expect(page.getByRole("radio", { name: /Aoi/ })).toBeChecked();
  } finally {
    await browser.close();
  }
});

test("a picture that was gone for long leaves a still of her, until it comes back", async () => {
  const browser = await openBrowser(undefined);
  try {
    const page = await browser.context.newPage();
    await page.goto(relay.url);
    await wake(page);
    await expect(page.locator("[data-avatar$='shiori.vrm']")).toHaveCSS("opacity", "1");
    const still = page.locator(".stage-poster");
    await expect(still).toBeHidden();
    const loss = await page.locator("[data-avatar] canvas").evaluateHandle((canvas) => {
      const extension = (canvas as HTMLCanvasElement).getContext("webgl2")?.getExtension("WEBGL_lose_context");
      extension?.loseContext();
      return extension;
    });
    await expect(still).toBeVisible({ timeout: 30_000 });
    await loss.evaluate((extension) => extension?.restoreContext());
    await expect(still).toBeHidden({ timeout: 30_000 });
    await expect(page.locator("[data-avatar$='shiori.vrm']")).toHaveCSS("opacity", "1");
  } finally {
    await browser.close();
  }
});
