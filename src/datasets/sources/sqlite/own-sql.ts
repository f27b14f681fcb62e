import type { SQLiteValue } from 'node-sqlite3-wasm';
import { HeteroGraphError, type RunOptions, throwIfAborted } from '../../../core/index.js';
import { sourceClosed } from '../base/source-errors.js';
import { untilAborted } from '../base/until-aborted.js';
import { type Answer, type Question, type Row, SqlFailure, SqlThread } from './sql-thread.js';

/** Milliseconds that a timer takes at most; a longer one is due at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A statement that is read. */
interface Reading {
  readonly thread: SqlThread;
  /** Milliseconds that it may take still. */
  left: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs what needs SQL that stands in the file itself (views, virtual tables, generated columns that are not stored) in a thread that is ended where
 * it takes too long: nothing else can stop SQLite. Where several statements are read at a time, that ends the others, too.
 */
export class OwnSql {
  readonly #path: string;
  readonly #seconds: number;
  #thread: SqlThread | undefined;
  #isClosed = false;
  #numStatements = 0;
  /** Until the last question is answered. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param seconds that one statement may take, waiting for whoever takes its rows not counted */
  constructor(path: string, seconds: number) {
    this.#path = path;
    this.#seconds = seconds;
  }

  /** All rows of a statement. @throws what SQLite says; {@link HeteroGraphError} QUERY_FAILED where it takes too long, DISPOSED after `close` */
  async all(sql: string, values: readonly SQLiteValue[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    for await (const rows of this.rows(sql, values, 1_000, {})) found.push(...rows);
    return found;
  }

  /** The same in pieces. @throws also {@link HeteroGraphError} ABORTED */
  async *rows(
    sql: string,
    values: readonly SQLiteValue[],
    numRows: number,
    { signal }: RunOptions,
  ): AsyncGenerator<readonly Row[]> {
    this.#expectOpen();
    if (!this.#thread || this.#thread.isEnded) this.#thread = new SqlThread(this.#path);
    const thread = this.#thread;
    const reading = { thread, left: 1000 * this.#seconds, signal };
    const id = ++this.#numStatements;
    let isOver = false;
    try {
      for (let question: Question = { id, sql, values, numRows }; ; question = { id, values: [], numRows }) {
        const answer = await this.#ask(reading, question);
        isOver = 'error' in answer || answer.isDone;
        if ('error' in answer) throw new SqlFailure(answer.error);
        if (answer.rows.length > 0) yield answer.rows;
        if (isOver) return;
        throwIfAborted(signal);
      }
    } finally {
      if (!isOver) thread.drop(id);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.end();
  }

  /** One question at a time, so that the time of one is not counted to another. */
  async #ask(reading: Reading, question: Question): Promise<Answer> {
    const answered = this.#turn.then(() => this.#answer(reading, question));
    this.#turn = answered.catch(() => {});
    return untilAborted(answered, reading.signal);
  }

  async #answer(reading: Reading, question: Question): Promise<Answer> {
    const { thread, signal } = reading;
    throwIfAborted(signal);
    let timer: NodeJS.Timeout | undefined;
    let answer: Answer | undefined;
    try {
      await untilAborted(thread.ready, signal);
      const from = Date.now();
      const tooLong = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), Math.min(reading.left, LONGEST_TIMER));
      });
      answer = await untilAborted(Promise.race([thread.ask(question), tooLong]), signal);
      reading.left -= Date.now() - from;
    } catch (error) {
      await thread.end();
      this.#expectOpen();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    if (answer && reading.left > 0) return answer;
    await thread.end();
    throw new HeteroGraphError('QUERY_FAILED', `SQL of the file itself took more than ${this.#seconds} seconds.`, {
      file: this.#path,
      hint: 'Leave the view, virtual table or generated column out, store it as a table, or give sqliteSource more ownSqlSeconds.',
    });
  }

  #expectOpen(): void {
    if (this.#isClosed) throw sourceClosed(this.#path);
  }
}
