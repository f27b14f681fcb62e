import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HeteroGraphError } from '../../../src/core/index.js';
import { ResumingSource } from '../../../src/datasets/sources/base/resuming-source.js';
import type { Session } from '../../../src/datasets/sources/base/session.js';
import type { TableSource } from '../../../src/datasets/sources/base/table-source.js';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

interface FakeSession extends Session {
  isClosed: boolean;
}

/** Rows of `first` and `second`, one a batch; the connection is lost before so many rows of one of them. */
function session(
  moment: string | undefined,
  first: readonly number[],
  lost: Readonly<Record<string, number>> = {},
): FakeSession {
  const rows: Readonly<Record<string, readonly number[]>> = { first, second: [10, 20, 30] };
  return {
    ...{ tables: [], moment, isClosed: false },
    async *rows(table, _, { maxRows = Number.POSITIVE_INFINITY }) {
      for (const [at, value] of rows[table]!.slice(0, maxRows).entries()) {
        if (at === lost[table]) throw new HeteroGraphError('CONNECTION_FAILED', 'lost');
        yield { numRows: 1, columns: [[value]] };
      }
    },
    async close() {
      this.isClosed = true;
    },
  };
}

/** A source over these connections, one after the other. */
function over(sessions: readonly Session[], retries = 3): ResumingSource {
  let next = 1;
  const connect = async () => sessions[next++] ?? Promise.reject(new HeteroGraphError('CONNECTION_FAILED', 'gone'));
  return new ResumingSource('fake', sessions[0]!, retries, connect);
}

async function both(source: TableSource, options = {}): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const table of ['first', 'second'])
    for await (const { columns } of source.rows(table, ['x'], options)) found.push(columns[0]![0]);
  return found;
}

/** Lets no time pass where all that happens is waiting. */
async function hurried<T>(promise: Promise<T>, milliseconds = 1000): Promise<T> {
  let isDone = false;
  const done = () => {
    isDone = true;
  };
  promise.then(done, done);
  while (!isDone) await vi.advanceTimersByTimeAsync(milliseconds);
  return promise;
}

it('rows are compared until a connection has shown all of them, however often it is lost', async () => {
  const start = session('a', [1, 2], { second: 1 });
  const middle = session('b', [1, 2], { first: 1 });
  const same = over([start, middle, session('b', [1, 2])]);
  expect(await hurried(both(same))).toEqual([1, 2, 10, 20, 30]);
  const changed = over([start, middle, session('b', [1, 9]), session('b', [1, 9])]);
  await expect(hurried(both(changed))).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  // What is read after that is of the last connection alone.
  expect(await both(changed)).toEqual([1, 9, 10, 20, 30]);
});

it('a source that was closed reads nothing and leaves no connection open', async () => {
  const [start, late] = [session('a', [1, 2], { first: 1 }), session('a', [1, 2])];
  let close = async () => {};
  const source = new ResumingSource('fake', start, 3, async () => {
    await close();
    return late;
  });
  close = () => source.close();
  await expect(hurried(both(source))).rejects.toMatchObject({ code: 'DISPOSED', location: { file: 'fake' } });
  expect([start.isClosed, late.isClosed]).toEqual([true, true]);
  await expect(both(source)).rejects.toMatchObject({ code: 'DISPOSED' });
});

it('an abort is heard while it waits, and a wait is 30 seconds at most', async () => {
  const waits = vi.spyOn(globalThis, 'setTimeout');
  const gone = over([session('a', [1], { first: 0 })], 6);
  await expect(hurried(both(gone), 60_000)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  expect(waits.mock.calls.map(([, milliseconds]) => milliseconds)).toEqual([250, 1000, 4000, 16_000, 30_000, 30_000]);
  waits.mockRestore();
  const stop = new AbortController();
  const onProgress = () => queueMicrotask(() => stop.abort());
  const never = new ResumingSource('fake', session('a', [1], { first: 0 }), 3, () => new Promise(() => {}));
  const options = { signal: stop.signal, onProgress };
  await expect(hurried(both(never, options))).rejects.toMatchObject({ code: 'ABORTED' });
  await expect(both(over([session('a', [1], { first: 0 })]), options)).rejects.toMatchObject({ code: 'ABORTED' });
});
