/** Plain HTTP: the page that installs the certificate authority and the authority's certificate, nothing else. */
import { createServer, type Server } from "node:http";
import { CERTIFICATE_PATH, type SetupPlaces, setupPage } from "./setup-page.ts";

const TIMEOUT_MS = 10_000;

/**
 * @param der the certificate that devices install
 * @param places asked at every request: addresses change
 */
export function createSetupServer(der: Buffer, places: () => SetupPlaces): Server {
  return createServer({ headersTimeout: TIMEOUT_MS, requestTimeout: TIMEOUT_MS }, ({ method, url = "" }, response) => {
    const isRead = method === "GET" || method === "HEAD";
    const path = url.split("?")[0];
    const headers = { "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY" };
    const answer = (status: number, type: string, body: string | Buffer, more: Record<string, string> = {}): void => {
      response.writeHead(status, { ...headers, ...more, "Content-Type": type });
      response.end(method === "HEAD" ? undefined : body);
    };
    if (isRead && path === CERTIFICATE_PATH) {
      // RFC 5280 leaves it to RFC 2585, whose type no system installs: this is the one that they do.
      answer(200, "application/x-x509-ca-cert", der, {
        "Content-Disposition": 'attachment; filename="hisho-root.crt"',
      });
    } else if (isRead && path === "/") {
      answer(200, "text/html; charset=utf-8", setupPage(places()));
    } else {
      answer(404, "text/plain; charset=utf-8", "There is nothing at this address.\n");
    }
  });
}
