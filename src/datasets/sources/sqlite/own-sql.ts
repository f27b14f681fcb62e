import type { Worker } from 'node:worker_threads';
import type { SQLiteValue } from 'node-sqlite3-wasm';
import { HeteroGraphError, nodeModule, type RunOptions, throwIfAborted } from '../../../core/index.js';
import { type PlacedFile, placeSqliteFile } from './place-file.js';
import { SETTINGS } from './settings.js';

const { createRequire } = nodeModule<typeof import('node:module')>('node:module');
const threads = nodeModule<typeof import('node:worker_threads')>('node:worker_threads');

type Row = Readonly<Record<string, SQLiteValue>>;
type Answer = { readonly rows: readonly Row[]; readonly isDone: boolean } | { readonly error: string };
type Question = { readonly sql: string; readonly values: readonly SQLiteValue[]; readonly numRows: number };

/** Opens the file and answers: rows of a statement that is asked for, then more of them. Answers with less where rows come slowly. */
const program = `
const { parentPort, workerData: { module, file, readOnly, settings } } = require('node:worker_threads');
const { Database } = require(module);
const database = new Database(file, { readOnly, fileMustExist: true });
for (const sql of settings) database.get(sql);
parentPort.postMessage('ready');
let statement, rows;
// The last error of a statement is thrown once more where it ends.
const end = () => {
  try {
    statement?.finalize();
  } catch {}
  statement = undefined;
};
const next = (numRows) => {
  const found = [];
  const stop = Date.now() + 200;
  while (found.length < numRows) {
    const { done, value } = rows.next();
    if (done) return { rows: found, isDone: true };
    found.push(value);
    if (Date.now() > stop) break;
  }
  return { rows: found, isDone: false };
};
parentPort.on('message', ({ sql, values, numRows }) => {
  try {
    if (sql) {
      end();
      statement = database.prepare(sql);
      rows = statement.iterate(values);
    }
    parentPort.postMessage(next(numRows));
  } catch (error) {
    end();
    parentPort.postMessage({ error: String(error.message) });
  }
});
`;

/**
 * Runs what needs SQL that stands in the file itself (views, virtual tables, generated columns that are not stored) in a thread that is ended where
 * it takes too long: nothing else can stop SQLite.
 */
export class OwnSql {
  readonly #path: string;
  readonly #seconds: number;
  #placed: PlacedFile | undefined;
  #worker: Worker | undefined;

  /** @param seconds that one statement may take, waiting for whoever takes its rows not counted */
  constructor(path: string, seconds: number) {
    this.#path = path;
    this.#seconds = seconds;
  }

  /** All rows of a statement. @throws what SQLite says; {@link HeteroGraphError} QUERY_FAILED where it takes too long */
  async all(sql: string, values: readonly SQLiteValue[]): Promise<readonly Row[]> {
    const found: Row[] = [];
    for await (const rows of this.rows(sql, values, 1_000, {})) found.push(...rows);
    return found;
  }

  /** The same in pieces. */
  async *rows(
    sql: string,
    values: readonly SQLiteValue[],
    numRows: number,
    { signal }: RunOptions,
  ): AsyncGenerator<readonly Row[]> {
    const clock = { left: 1000 * this.#seconds };
    let question: Question = { sql, values, numRows };
    for (;;) {
      const answer = await this.#ask(question, clock);
      if ('error' in answer) throw new SqlFailure(answer.error);
      if (answer.rows.length > 0) yield answer.rows;
      if (answer.isDone) return;
      throwIfAborted(signal);
      question = { sql: '', values: [], numRows };
    }
  }

  async close(): Promise<void> {
    const [worker, placed] = [this.#worker, this.#placed];
    [this.#worker, this.#placed] = [undefined, undefined];
    await worker?.terminate();
    await placed?.remove();
  }

  async #ask(question: Question, clock: { left: number }): Promise<Answer> {
    const worker = await this.#start();
    const from = Date.now();
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), clock.left);
    });
    const answered = this.#heard(worker);
    worker.postMessage(question);
    const answer = await Promise.race([answered, tooLong]).finally(() => clearTimeout(timer));
    clock.left -= Date.now() - from;
    if (answer && clock.left > 0) return answer;
    await this.close();
    throw new HeteroGraphError('QUERY_FAILED', `SQL of the file itself took more than ${this.#seconds} seconds.`, {
      file: this.#path,
      hint: 'Leave the view, virtual table or generated column out, store it as a table, or give sqliteSource more ownSqlSeconds.',
    });
  }

  /** What the thread says next. */
  async #heard(worker: Worker): Promise<Answer> {
    let stop = () => {};
    const heard = new Promise<Answer>((resolve, reject) => {
      const exit = () => reject(new SqlFailure('the thread that read it ended'));
      worker.on('message', resolve).on('error', reject).on('exit', exit);
      stop = () => worker.off('message', resolve).off('error', reject).off('exit', exit);
    });
    return heard.finally(stop);
  }

  async #start(): Promise<Worker> {
    if (this.#worker) return this.#worker;
    this.#placed ??= await placeSqliteFile(this.#path);
    const { file, isCopy } = this.#placed;
    const module = createRequire(import.meta.url).resolve('node-sqlite3-wasm');
    const workerData = { module, file, readOnly: !isCopy, settings: SETTINGS };
    this.#worker = new threads.Worker(program, { eval: true, execArgv: [], workerData });
    const worker = this.#worker;
    await this.#heard(worker);
    worker.unref();
    return worker;
  }
}

/** What SQLite says of a statement. */
class SqlFailure extends Error {
  override readonly name = 'SQLite3Error';
}
