import { expect, it } from "vitest";
import { CERTIFICATE_PATH, setupPage } from "./setup-page.ts";
import { SETUP_STRINGS } from "./setup-strings.ts";

const PLACES = { page: "http://192.168.1.20:8088", secretary: "https://192.168.1.20:8443" };

it("says in three languages how the certificate is installed and where the secretary is", () => {
  const page = setupPage(PLACES);
  expect(SETUP_STRINGS.map(({ lang }) => lang)).toEqual(["ja", "en", "ko"]);
  for (const { lang, title, install } of SETUP_STRINGS) {
    expect(page).toContain(`lang="${lang}" id="${lang}"`);
    expect(page).toContain(title);
    expect(install.map(({ device }) => device)).toHaveLength(4);
  }
  expect(page.split(`href="${PLACES.secretary}/"`)).toHaveLength(4);
  expect(page.split(`href="${CERTIFICATE_PATH}"`)).toHaveLength(4);
  expect(page).toContain("<svg");
});

it("loads nothing: all that it asks for is the certificate and the secretary", () => {
  const page = setupPage(PLACES);
  expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
  expect(page).not.toMatch(/\s(src|srcset|action)=/);
  expect(page).not.toMatch(/<(link|img|iframe|form|object)\b/);
});

it("shows an address as text, whatever it is", () => {
  expect(setupPage({ ...PLACES, secretary: 'https://x"><script>' })).not.toContain('x"><script>');
});
