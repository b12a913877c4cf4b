/** The address of a PostgreSQL server, as `DATABASE_URL` gives it (PostgreSQL's manual, section 34.1.1.2). */

const EXPECTED = "expected postgresql://USER:PASSWORD@HOST:5432/DATABASE, or nothing for the store in DATA_DIR";

/** @returns what is wrong with it, without a part that may be secret; undefined when it can be used */
export function databaseUrlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) {
    return `${EXPECTED}; this is no URL. Signs such as @ : / # % in a password are written %40 %3A %2F %23 %25.`;
  }
  const { protocol, pathname, hash } = new URL(text);
  if (!/^postgres(ql)?:$/.test(protocol)) return `${EXPECTED}; got ${protocol}//`;
  if (hash !== "") return `${EXPECTED}; a # in a password is written %23.`;
  if (!/^\/[^/]+$/.test(pathname)) return `${EXPECTED}; the name of the database is missing or holds a slash.`;
  return undefined;
}

/** Where it is, without user and password, for what people read. */
export function databasePlace(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? (hostname || "localhost");
  return `${host}:${port || 5432}${pathname}`;
}
