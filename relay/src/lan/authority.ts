/** A certificate authority of one relay, and the certificates it gives to that relay's server (RFC 5280). */
import "reflect-metadata"; // The x509 library's own injector expects it to be there first.
import { X509Certificate as Reader, type webcrypto } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from "@peculiar/asn1-x509";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { LOCAL_DOMAINS, LOCAL_NETWORKS } from "./local.ts";

const DAY_MS = 86_400_000;
const AUTHORITY_DAYS = 3650;
/** Apple refuses server certificates above 825 days, its own browsers above 398 for public authorities. */
const SERVER_DAYS = 365;
/** The clock of a device may be slow. */
const BACKDATED_DAYS = 1;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** A certificate with its private key, both in PEM (RFC 7468). */
export interface KeyedCertificate {
  certificate: string;
  key: string;
}

/** @param machine what people call the machine; it stands in the list of certificates on their devices */
export async function makeAuthority(machine: string, now: Date): Promise<KeyedCertificate> {
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    keys,
    name: [{ CN: [`Hisho on ${machine}`] }, { O: ["Hisho"] }],
    ...validity(now, AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      new Extension(id_ce_nameConstraints, true, AsnConvert.serialize(onlyLocal())),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return keyed(certificate, keys.privateKey);
}

/** @param names addresses and names, each of them `isLocal`; at least one */
export async function issueServerCertificate(
  authority: KeyedCertificate,
  names: readonly string[],
  now: Date,
): Promise<KeyedCertificate> {
  const issuer = new X509Certificate(authority.certificate);
  const [pkcs8] = PemConverter.decode(authority.key);
  if (pkcs8 === undefined) throw new Error("the authority has no key");
  const signingKey = await crypto.subtle.importKey("pkcs8", pkcs8, ALGORITHM, false, ["sign"]);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    publicKey: keys.publicKey,
    signingKey,
    issuer: issuer.subject,
    // Nothing that could be taken for a name: those stand in the extension below.
    subject: [{ CN: ["Hisho server"] }],
    ...validity(now, SERVER_DAYS),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? ("dns" as const) : ("ip" as const), value })),
      ),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return keyed(certificate, keys.privateKey);
}

/** Whether it is the authority's, for exactly these names, and goes on for `daysLeft` at least. */
export function fits(
  server: KeyedCertificate,
  authority: KeyedCertificate,
  names: readonly string[],
  now: Date,
  daysLeft: number,
): boolean {
  const certificate = new Reader(server.certificate);
  const wanted = names.map((name) => (isIP(name) === 0 ? `DNS:${name}` : `IP Address:${name}`)).join(", ");
  return (
    certificate.subjectAltName === wanted &&
    lastsFor(server, now, daysLeft) &&
    certificate.verify(new Reader(authority.certificate).publicKey)
  );
}

/** Whether it goes on for so many days. */
export const lastsFor = ({ certificate }: KeyedCertificate, now: Date, days: number): boolean =>
  new Date(new Reader(certificate).validTo).getTime() - now.getTime() > days * DAY_MS;

const onlyLocal = (): NameConstraints =>
  new NameConstraints({
    permittedSubtrees: new GeneralSubtrees([
      ...LOCAL_NETWORKS.map((iPAddress) => new GeneralSubtree({ base: new GeneralName({ iPAddress }) })),
      ...LOCAL_DOMAINS.map((dNSName) => new GeneralSubtree({ base: new GeneralName({ dNSName }) })),
    ]),
  });

const validity = (now: Date, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now.getTime() - BACKDATED_DAYS * DAY_MS),
  notAfter: new Date(now.getTime() + days * DAY_MS),
});

async function keyed(certificate: X509Certificate, privateKey: webcrypto.CryptoKey): Promise<KeyedCertificate> {
  const pkcs8 = await crypto.subtle.exportKey("pkcs8", privateKey);
  return { certificate: `${certificate.toString("pem")}\n`, key: `${PemConverter.encode(pkcs8, "PRIVATE KEY")}\n` };
}
