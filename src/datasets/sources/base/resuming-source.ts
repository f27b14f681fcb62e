import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, isHeteroGraphError, option, throwIfAborted } from '../../../core/index.js';
import { RowChain } from './row-chain.js';
import type { ServerSourceOptions, Session } from './session.js';
import type { CellBatch, SourceRowsOptions, TableSource } from './table-source.js';

const optionsSchema = z.strictObject({ retries: z.optional(option.countFrom(0)) });

/** @throws {HeteroGraphError} INVALID_OPTION */
export function checkServerOptions(options: ServerSourceOptions): Required<ServerSourceOptions> {
  checkOptions(optionsSchema, options);
  return { retries: options.retries ?? 3 };
}

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

  constructor(name: string, session: Session, retries: number, connect?: () => Promise<Session>) {
    this.name = name;
    this.#session = session;
    this.#retries = connect ? retries : 0;
    this.#connect = connect;
  }

  async tables() {
    return this.#session.tables;
  }

  /** @throws {HeteroGraphError} CONNECTION_LOST, SOURCE_CHANGED; what reading throws */
  async *rows(table: string, columns: readonly string[], options: SourceRowsOptions = {}): AsyncGenerator<CellBatch> {
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
    for (let left = before; left > 0; left--) {
      const attempt = this.#retries - left + 1;
      await new Promise((resolve) => setTimeout(resolve, 250 * 4 ** (attempt - 1)));
      throwIfAborted(options.signal);
      const [done, total] = [attempt, this.#retries];
      options.onProgress?.({ stage: `connect again to read ${table}`, done, total, unit: 'attempts' });
      const last = this.#session;
      try {
        this.#session = await this.#connect!();
        await last.close();
        if (JSON.stringify(last.tables) !== JSON.stringify(this.#session.tables))
          throw this.#changed('of the catalogue');
        const { moment } = this.#session;
        if (moment === undefined || moment !== last.moment) await this.#compare(reading);
        return left - 1;
      } catch (error) {
        if (!isLost(error)) throw error;
      }
    }
    throw new HeteroGraphError(
      'CONNECTION_LOST',
      `The connection was lost after ${given.numRows} rows of the table ${table}${this.#connect ? `, and could not be had again in ${this.#retries} attempts` : ''}.`,
      {
        file: this.name,
        hint: this.#connect
          ? 'See whether the server is there; the same call reads all from the start.'
          : 'Make the same call with a new connection, or give an address: then the connection is made again.',
        cause,
      },
    );
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

  #changed(table: string): HeteroGraphError {
    return new HeteroGraphError(
      'SOURCE_CHANGED',
      `The connection was lost, and the rows ${table} are not what they were.`,
      {
        file: this.name,
        hint: 'Somebody wrote to the database, or its rows have no order: make the same call again, which reads all of one moment.',
      },
    );
  }
}

function isLost(error: unknown): boolean {
  return isHeteroGraphError(error) && error.code === 'CONNECTION_FAILED';
}
