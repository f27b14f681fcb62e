import type { Worker } from 'node:worker_threads';
import type { SQLiteValue } from 'node-sqlite3-wasm';
import { nodeModule } from '../../../core/index.js';
import { type PlacedFile, placeSqliteFile } from './place-file.js';
import { SETTINGS } from './settings.js';

const { createRequire } = nodeModule<typeof import('node:module')>('node:module');
const threads = nodeModule<typeof import('node:worker_threads')>('node:worker_threads');

export type Row = Readonly<Record<string, SQLiteValue>>;
export type Answer = { readonly rows: readonly Row[]; readonly isDone: boolean } | { readonly error: string };

/** What is asked of a statement, which has a number of its own: its first rows where there is SQL, else more of them. */
export interface Question {
  readonly id: number;
  readonly sql?: string;
  readonly values: readonly SQLiteValue[];
  readonly numRows: number;
}

/** Opens the file and answers questions. Answers with less where rows come slowly; a question for no rows ends a statement, without an answer. */
const program = `
const { parentPort, workerData: { module, file, readOnly, settings } } = require('node:worker_threads');
const { Database } = require(module);
const database = new Database(file, { readOnly, fileMustExist: true });
for (const sql of settings) database.get(sql);
parentPort.postMessage('ready');
const open = new Map();
// The last error of a statement is thrown once more where it ends.
const end = (id) => {
  try {
    open.get(id)?.statement.finalize();
  } catch {}
  open.delete(id);
};
const next = (rows, numRows) => {
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
parentPort.on('message', ({ id, sql, values, numRows }) => {
  if (numRows === 0) return end(id);
  try {
    if (sql !== undefined) {
      const statement = database.prepare(sql);
      open.set(id, { statement, rows: statement.iterate(values) });
    }
    const answer = next(open.get(id).rows, numRows);
    if (answer.isDone) end(id);
    parentPort.postMessage(answer);
  } catch (error) {
    end(id);
    parentPort.postMessage({ error: String(error.message) });
  }
});
`;

/** A thread in which SQLite reads a file, since nothing but the end of its thread can stop it. It is asked one question at a time. */
export class SqlThread {
  /** Once the file is open. */
  readonly ready: Promise<void>;
  #placed: PlacedFile | undefined;
  #worker: Worker | undefined;
  #ended: Promise<void> | undefined;

  constructor(path: string) {
    this.ready = this.#start(path);
    this.ready.catch(() => {});
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** @throws {SqlFailure} where the thread ends before it answers */
  async ask(question: Question): Promise<Answer> {
    if (!this.#worker || this.isEnded) throw new SqlFailure(ENDED);
    const heard = this.#heard(this.#worker);
    this.#worker.postMessage(question);
    return heard;
  }

  /** Ends a statement whose rows are not wanted any more. */
  drop(id: number): void {
    if (!this.isEnded) this.#worker?.postMessage({ id, values: [], numRows: 0 } satisfies Question);
  }

  /** Ends the thread, whatever it does. */
  async end(): Promise<void> {
    this.#ended ??= (async () => {
      await this.#worker?.terminate();
      await this.#placed?.remove();
    })();
    return this.#ended;
  }

  async #start(path: string): Promise<void> {
    const placed = await placeSqliteFile(path);
    if (this.isEnded) {
      await placed.remove();
      throw new SqlFailure(ENDED);
    }
    this.#placed = placed;
    const module = createRequire(import.meta.url).resolve('node-sqlite3-wasm');
    const workerData = { module, file: placed.file, readOnly: !placed.isCopy, settings: SETTINGS };
    this.#worker = new threads.Worker(program, { eval: true, execArgv: [], workerData });
    // One that dies while nobody asks is not asked again.
    this.#worker.on('error', () => {}).on('exit', () => this.end().catch(() => {}));
    await this.#heard(this.#worker);
    this.#worker.unref();
  }

  /** What the thread says next. */
  async #heard(worker: Worker): Promise<Answer> {
    let stop = () => {};
    const heard = new Promise<Answer>((resolve, reject) => {
      const exit = () => reject(new SqlFailure(ENDED));
      const fail = (cause: Error & { code?: unknown }) =>
        reject(cause.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new SqlFailure('it takes too much memory') : cause);
      worker.on('message', resolve).on('error', fail).on('exit', exit);
      stop = () => worker.off('message', resolve).off('error', fail).off('exit', exit);
    });
    return heard.finally(stop);
  }
}

const ENDED = 'the thread that read it ended';

/** What SQLite says of a statement. */
export class SqlFailure extends Error {
  override readonly name = 'SQLite3Error';
}
