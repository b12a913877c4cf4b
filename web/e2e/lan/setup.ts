/** What a person does on the setup page, without a browser. */
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";

/**
 * The certificate authority that the page gives, in PEM, held against what the terminal showed.
 * @throws AssertionError when the page gives another, or leads elsewhere
 */
export async function takeAuthority(setup: string, page: string, fingerprint: string): Promise<string> {
  const response = await fetch(`${setup}/`);
  const text = await response.text();
  assert.match(response.headers.get("Content-Type") ?? "", /^text\/html/);
  assert.ok(text.includes(`href="${page}/"`), `the page does not lead on to ${page}`);
  const link = /href="(\/[^"]+\.crt)"/.exec(text)?.[1] ?? "";
  const file = await fetch(setup + link);
  assert.equal(file.headers.get("Content-Type"), "application/x-x509-ca-cert");
  const authority = new X509Certificate(Buffer.from(await file.arrayBuffer()));
  assert.equal(authority.fingerprint256, fingerprint);
  assert.equal((await fetch(`${setup}/api/v1/pair`, { method: "POST", body: "{}" })).status, 404);
  return authority.toString();
}
