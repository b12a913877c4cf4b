/** What a person does with the keyboard. */
import type { Page } from "@playwright/test";

/** Writes and sends, with the key of the talk screen that opens the field where it is not open. */
export async function type(page: Page, words: string): Promise<void> {
  const field = page.locator("main textarea");
  await page.locator("main.talk").waitFor();
  if (!(await field.isVisible())) await page.keyboard.press("t");
  await field.fill(words);
  await field.press("Enter");
}
