/** A browser's half of Web Push: the keys of a subscription, and what its service worker gets of a sealed body. */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";

export interface PushBrowser {
  keys: { p256dh: string; auth: string };
  /** The text within (RFC 8291, section 3; RFC 8188, section 2). @throws where it was not sealed for this browser */
  open(body: Uint8Array): string;
}

/** @param privateKey base64url; a new one where it is not given @param auth base64url of 16 bytes */
export function pushBrowser(privateKey?: string, auth = randomBytes(16).toString("base64url")): PushBrowser {
  const own = createECDH("prime256v1");
  if (privateKey === undefined) own.generateKeys();
  else own.setPrivateKey(privateKey, "base64url");
  const publicKey = own.getPublicKey();
  return {
    keys: { p256dh: publicKey.toString("base64url"), auth },
    open(body) {
      const bytes = Buffer.from(body);
      const salt = bytes.subarray(0, 16);
      const sender = bytes.subarray(21, 21 + bytes.readUInt8(20));
      const record = bytes.subarray(21 + sender.length);
      const derive = (secret: Uint8Array, by: Uint8Array, info: Uint8Array, length: number): Buffer =>
        Buffer.from(hkdfSync("sha256", secret, by, info, length));
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender]);
      const secret = derive(own.computeSecret(sender), Buffer.from(auth, "base64url"), info, 32);
      const key = derive(secret, salt, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
      const nonce = derive(secret, salt, Buffer.from("Content-Encoding: nonce\0"), 12);
      const decipher = createDecipheriv("aes-128-gcm", key, nonce).setAuthTag(record.subarray(-16));
      const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
      return padded.subarray(0, padded.lastIndexOf(2)).toString();
    },
  };
}
