/** The store in a PostgreSQL server, through node-postgres. */
import type { Health } from "@hisho/providers/health.ts";
import pg from "pg";
import { failureOf } from "./failure.ts";
import { StoreError } from "./port.ts";
import { databasePlace } from "./postgres-url.ts";
import type { Row, Sql, SqlSession, Statement } from "./sql.ts";

/** Shown by the server's pg_stat_activity. */
export const APPLICATION_NAME = "hisho-relay";
const CONNECTIONS = 4;
const CONNECT_DEADLINE_MS = 5_000;
/** The server gives a statement up after this; a moment later the relay gives the connection up. */
const STATEMENT_DEADLINE_MS = 15_000;
const ANSWER_DEADLINE_MS = STATEMENT_DEADLINE_MS + 2_000;
/** So often is a server that failed asked whether it is back. */
const PROBE_AFTER_MS = 2_000;
/** Another relay changed the same rows at the same time (appendix A: serialization failure, deadlock). */
const CONTENTION = new Set(["40001", "40P01"]);
const ATTEMPTS = 3;

/** What an error of node-postgres means for the store. What has no SQLSTATE comes from the connection. */
function storeErrorOf(error: unknown, place: string): StoreError {
  if (error instanceof StoreError) return error;
  if (error instanceof pg.DatabaseError) {
    const { reason, message } = failureOf(error);
    return new StoreError(reason, `PostgreSQL at ${place}: ${message}`, error);
  }
  return new StoreError("unreachable", `PostgreSQL at ${place} does not answer (${reasonOf(error)})`, error);
}

/** An address with several records fails with all their errors and no message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** Whether the statement only reads. */
const reads = ({ text }: Statement): boolean => /^\s*SELECT\b/i.test(text);

export class PostgresSql implements Sql {
  readonly #pool: pg.Pool;
  readonly #place: string;
  #writes: Promise<unknown> = Promise.resolve();
  #inHand = new Set<Promise<unknown>>();
  #failure: StoreError | undefined;
  #probe: NodeJS.Timeout | undefined;
  #closed = false;

  /** Connects when first asked. @param url as `databaseUrlProblem` accepts it */
  constructor(url: string) {
    this.#place = databasePlace(url);
    this.#pool = new pg.Pool({
      connectionString: url,
      application_name: APPLICATION_NAME,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_DEADLINE_MS,
      statement_timeout: STATEMENT_DEADLINE_MS,
      query_timeout: ANSWER_DEADLINE_MS,
      idle_in_transaction_session_timeout: STATEMENT_DEADLINE_MS,
      keepAlive: true,
    });
    // A connection that breaks between two statements of a transaction has nobody to tell but this; the next one fails.
    this.#pool.on("connect", (client) => client.on("error", () => {}));
    // A connection broke while nobody used it, and the pool has dropped it. Whether the server is gone is asked at once.
    this.#pool.on("error", () => this.#ask());
  }

  /**
   * Writes are done in the order they were asked for; what is read holds every write that was asked for before.
   * While the server is away every call fails at once.
   */
  run(...statements: Statement[]): Promise<Row[][]> {
    if (this.#closed) return Promise.reject(new StoreError("closed", "the store is closed"));
    const result = this.#writes.then(() => this.#run(statements));
    const settled = result.catch(() => {}); // told to whoever asked
    if (!statements.every(reads)) this.#writes = settled;
    this.#inHand.add(settled);
    void settled.then(() => this.#inHand.delete(settled));
    return result;
  }

  health(): Health {
    return this.#failure === undefined
      ? { status: "ok" }
      : { status: "degraded", reason: `what is said is not in the store: ${this.#failure.message}` };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#probe);
    await Promise.all(this.#inHand);
    await this.#pool.end();
  }

  async #run(statements: readonly Statement[]): Promise<Row[][]> {
    if (this.#failure?.reason === "unreachable") throw this.#failure;
    for (let attempt = 1; ; attempt++) {
      try {
        const rows = await this.#attempt(statements);
        this.#failure = undefined;
        return rows;
      } catch (cause) {
        if (cause instanceof pg.DatabaseError && CONTENTION.has(cause.code ?? "") && attempt < ATTEMPTS) continue;
        const error = storeErrorOf(cause, this.#place);
        if (error.reason !== "conflict") this.#failed(error);
        throw error;
      }
    }
  }

  async #attempt(statements: readonly Statement[]): Promise<Row[][]> {
    const client = await this.#pool.connect();
    let broken: Error | undefined;
    try {
      return await inTransaction(client, statements);
    } catch (error) {
      // What is not the server's own answer leaves a connection whose state nobody knows.
      if (!(error instanceof pg.DatabaseError)) broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  #failed(error: StoreError): void {
    this.#failure = error;
    clearTimeout(this.#probe);
    if (!this.#closed) this.#probe = setTimeout(() => this.#ask(), PROBE_AFTER_MS).unref();
  }

  /** Asks whether the server answers. */
  #ask(): void {
    if (this.#closed) return;
    this.#attempt([{ text: "SELECT 1", values: [] }]).then(
      () => {
        this.#failure = undefined;
      },
      (error: unknown) => this.#failed(storeErrorOf(error, this.#place)),
    );
  }
}

async function inTransaction(client: pg.PoolClient, statements: readonly Statement[]): Promise<Row[][]> {
  const answers: Row[][] = [];
  const isAlone = statements.length === 1;
  if (!isAlone) await client.query("BEGIN");
  try {
    for (const { text, values } of statements) answers.push((await client.query<Row>(text, [...values])).rows);
    if (!isAlone) await client.query("COMMIT");
  } catch (error) {
    if (!isAlone && error instanceof pg.DatabaseError) await client.query("ROLLBACK");
    throw error;
  }
  return answers;
}

/**
 * Lends a connection of its own, without deadlines, for work on the whole store.
 * @throws StoreError `unreachable` or `refused` when there is none, or what `work` throws as a StoreError
 */
export async function withPostgres<T>(url: string, work: (session: SqlSession) => Promise<T>): Promise<T> {
  const place = databasePlace(url);
  const client = new pg.Client({
    connectionString: url,
    application_name: `${APPLICATION_NAME}-upkeep`,
    connectionTimeoutMillis: CONNECT_DEADLINE_MS,
    keepAlive: true,
  });
  // Told by the query that was under way.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work({
      execute: async (script) => {
        await client.query(script);
      },
      query: async (text, values = []) => (await client.query<Row>(text, [...values])).rows,
    });
  } catch (error) {
    throw storeErrorOf(error, place);
  } finally {
    await client.end().catch(() => {}); // it is gone already
  }
}
