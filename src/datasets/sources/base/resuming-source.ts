import { expectArgument, type HeteroGraphError, isHeteroGraphError } from '../../../core/index.js';
import { RowChain } from './row-chain.js';
import type { Session } from './session.js';
import { connectionLost, sourceChanged, sourceClosed } from './source-errors.js';
import { withoutPassword } from './sql-error.js';
import type { CellBatch, SourceRowsOptions, TableSource } from './table-source.js';
import { untilAborted, waited } from './until-aborted.js';

/** Milliseconds between two attempts to connect, at most. */
const LONGEST_WAIT = 30_000;

/** Rows that were asked for, and those that were given. */
interface Reading {
  readonly table: string;
  readonly columns: readonly string[];
  readonly options: SourceRowsOptions;
  readonly given: RowChain;
}

/**
 * A source over a connection that may be lost. It is made again then, and reading goes on behind the rows that were given already: they are
 * read once more and compared, those of tables that were read before too where the database does not tell that nothing was written meanwhile. So all
 * rows are those of one moment, that of the last connection.
 *
 * @param connect makes the connection again; absent where it is not ours to make
 */
export class ResumingSource implements TableSource {
  readonly name: string;
  readonly #retries: number;
  readonly #connect: (() => Promise<Session>) | undefined;
  readonly #readings: Reading[] = [];
  #session: Session;
  /** The moment at which all rows that were given are known to be what they were. */
  #verified: string | undefined;
  #isClosed = false;

  constructor(name: string, session: Session, retries: number, connect?: () => Promise<Session>) {
    this.name = name;
    this.#session = session;
    this.#verified = session.moment;
    this.#retries = connect ? retries : 0;
    this.#connect = connect;
  }

  /** A source of an address, whose connection is made again where it is lost. */
  static async at(
    address: string,
    retries: number,
    connected: (address: string) => Promise<Session>,
  ): Promise<ResumingSource> {
    expectArgument(address, 'text', 'address');
    const connect = () => connected(address);
    return new ResumingSource(withoutPassword(address), await connect(), retries, connect);
  }

  async tables() {
    return this.#session.tables;
  }

  /** @throws {HeteroGraphError} CONNECTION_LOST, SOURCE_CHANGED; DISPOSED after `close`; what reading throws */
  async *rows(table: string, columns: readonly string[], options: SourceRowsOptions = {}): AsyncGenerator<CellBatch> {
    this.#expectOpen();
    const reading: Reading = { table, columns, options, given: new RowChain() };
    if (this.#retries > 0) this.#readings.push(reading);
    let left = this.#retries;
    for (;;) {
      const before = reading.given.numRows;
      try {
        yield* this.#behind(reading);
        return;
      } catch (error) {
        if (!isLost(error)) throw error;
        if (reading.given.numRows > before) left = this.#retries;
        left = await this.#reconnect(reading, left, error);
      }
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#session.close();
  }

  /** Rows that were not given yet. */
  async *#behind(reading: Reading): AsyncGenerator<CellBatch> {
    const { table, columns, options, given } = reading;
    const again = new RowChain();
    const from = given.numRows;
    for await (const { numRows, columns: cells } of this.#session.rows(table, columns, options)) {
      const known = Math.max(0, Math.min(from - again.numRows, numRows));
      again.add(cells, 0, known);
      if (known > 0 && again.numRows === from && !again.isSame(given)) throw this.#changed(table);
      if (known === numRows) continue;
      const rest = known === 0 ? cells : cells.map((each) => Array.prototype.slice.call(each, known) as unknown[]);
      // Who takes the rows may not come back for more.
      if (this.#retries > 0) given.add(rest, 0, numRows - known);
      else given.numRows += numRows - known;
      again.numRows = given.numRows;
      yield { numRows: numRows - known, columns: rest };
    }
    if (again.numRows < from) throw this.#changed(table);
  }

  /** Connects again, and gives how often that may still be tried. */
  async #reconnect(reading: Reading, before: number, cause: unknown): Promise<number> {
    const { table, given, options } = reading;
    this.#expectOpen();
    for (let left = before; left > 0; left--) {
      const attempt = this.#retries - left + 1;
      await waited(Math.min(LONGEST_WAIT, 250 * 4 ** (attempt - 1)), options.signal);
      this.#expectOpen();
      const [done, total] = [attempt, this.#retries];
      options.onProgress?.({ stage: `connect again to read ${table}`, done, total, unit: 'attempts' });
      const last = this.#session;
      try {
        this.#session = await this.#connected(options.signal);
        await last.close();
        if (JSON.stringify(last.tables) !== JSON.stringify(this.#session.tables))
          throw this.#changed('of the catalogue');
        const { moment } = this.#session;
        if (moment === undefined || moment !== this.#verified) await this.#compare(reading);
        this.#verified = moment;
        return left - 1;
      } catch (error) {
        if (!isLost(error)) throw error;
      }
    }
    const numAttempts = this.#connect ? { numAttempts: this.#retries } : {};
    throw connectionLost(this.name, { table, numRows: given.numRows, ...numAttempts }, cause);
  }

  /** A connection that is closed again where nobody waits for it any more. */
  async #connected(signal: AbortSignal | undefined): Promise<Session> {
    const connecting = this.#connect!();
    try {
      const session = await untilAborted(connecting, signal);
      this.#expectOpen();
      return session;
    } catch (error) {
      connecting.then((session) => session.close()).catch(() => {});
      throw error;
    }
  }

  /** Reads what was given of other tables once more. */
  async #compare(current: Reading): Promise<void> {
    for (const reading of this.#readings) {
      const { table, columns, options, given } = reading;
      if (reading === current || given.numRows === 0) continue;
      const again = new RowChain();
      const { signal, batchRows } = options;
      const rest = { ...(signal ? { signal } : {}), ...(batchRows ? { batchRows } : {}), maxRows: given.numRows };
      for await (const { numRows, columns: cells } of this.#session.rows(table, columns, rest))
        again.add(cells, 0, numRows);
      if (!again.isSame(given)) throw this.#changed(table);
    }
  }

  #expectOpen(): void {
    if (this.#isClosed) throw sourceClosed(this.name);
  }

  /** What was read before counts no more: what is read from here on is of the moment of this connection. */
  #changed(table: string): HeteroGraphError {
    this.#readings.length = 0;
    this.#verified = this.#session.moment;
    return sourceChanged(this.name, table);
  }
}

function isLost(error: unknown): boolean {
  return isHeteroGraphError(error) && error.code === 'CONNECTION_FAILED';
}
