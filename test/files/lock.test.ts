import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeEach, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const { lockFolder } = (await import(join(root, 'dist/files/index.js'))) as typeof import('../../src/files/index.js');

const RACES = Number(process.env.LOCK_RACES ?? 24);
const PROCESSES = 4;
const made: string[] = [];
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heterograph-lock-'));
  made.push(folder);
});
afterAll(() => {
  for (const path of made) rmSync(path, { recursive: true, force: true });
});

/** A lock as a process leaves it that no longer runs; the number is above the largest process id of Linux. */
const leaveLock = (name = 'run.lock', pid = 999_999_999, token = '0123456789abcdef', start = '-') =>
  writeFileSync(join(folder, name), `${pid} ${hostname()} ${start} ${token}\n`);

it('is held once, until it is given back', async () => {
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'RUN_BUSY' });
  expect(readdirSync(folder)).toEqual(['run.lock']);
  await unlock();
  expect(readdirSync(folder)).toEqual([]);
  await (await lockFolder(folder))();
});

it('of a process that is gone is taken over, also where another was taking it over and is gone', async () => {
  leaveLock();
  leaveLock('run.lock.0123456789abcdef.taken', 999_999_998, 'aaaaaaaaaaaaaaaa');
  const unlock = await lockFolder(folder);
  expect(readdirSync(folder)).toEqual(['run.lock']);
  expect(readFileSync(join(folder, 'run.lock'), 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  await unlock();
});

it('what a process left that was killed before it had the lock goes with the next lock', async () => {
  leaveLock('run.lock.0123456789abcdef.tmp');
  const unlock = await lockFolder(folder);
  expect(readdirSync(folder)).toEqual(['run.lock']);
  await unlock();
});

it('is not taken over while another process is about to take it over', async () => {
  leaveLock();
  leaveLock('run.lock.0123456789abcdef.taken', process.pid, 'aaaaaaaaaaaaaaaa');
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'RUN_BUSY' });
});

it('of another machine, or one that does not say whose it is, is left alone', async () => {
  for (const text of [`1 ${hostname()}-not - 0123456789abcdef\n`, '', 'mine']) {
    writeFileSync(join(folder, 'run.lock'), text);
    await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'RUN_BUSY' });
    expect(readFileSync(join(folder, 'run.lock'), 'utf8')).toBe(text);
  }
  expect(readdirSync(folder)).toEqual(['run.lock']);
});

it.skipIf(process.platform !== 'linux')(
  'of an earlier process with a number that is in use again is taken over',
  async () => {
    leaveLock('run.lock', process.pid, '0123456789abcdef', '1');
    await (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  },
);

it('many calls of one process: one holder', async () => {
  for (let round = 0; round < RACES; round++) {
    if (round % 2 === 0) leaveLock();
    const calls = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const holders = calls.filter((call) => call.status === 'fulfilled');
    expect(holders.length).toBe(1);
    for (const call of calls) if (call.status === 'rejected') expect(call.reason).toMatchObject({ code: 'RUN_BUSY' });
    await holders[0]!.value();
    expect(readdirSync(folder)).toEqual([]);
  }
});

/** Takes the lock at every line of its input, says whether it got it, and gives it back at the next. */
const CHILD = `
const { lockFolder } = await import(process.argv[1]);
const { createInterface } = await import('node:readline');
let unlock;
for await (const folder of createInterface({ input: process.stdin })) {
  if (unlock) { await unlock(); unlock = undefined; }
  if (folder === '') { console.log('free'); continue; }
  try { unlock = await lockFolder(folder); console.log('held'); } catch (error) { console.log(error.code ?? String(error)); }
}`;

it(`several processes at once, ${RACES} times: one holder, also where a dead one held it`, {
  timeout: 300_000,
}, async () => {
  const children: ChildProcess[] = Array.from({ length: PROCESSES }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', CHILD, join(root, 'dist/files/index.js')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const answers = children.map((child) => createInterface({ input: child.stdout! })[Symbol.asyncIterator]());
  const ask = async (line: string) => {
    for (const child of children) child.stdin!.write(`${line}\n`);
    return Promise.all(answers.map(async (lines) => (await lines.next()).value as string));
  };
  for (let race = 0; race < RACES; race++) {
    if (race % 2 === 1) leaveLock();
    const said = await ask(folder);
    expect(said.sort()).toEqual([...Array(PROCESSES - 1).fill('RUN_BUSY'), 'held']);
    await ask('');
    expect(readdirSync(folder)).toEqual([]);
  }
  for (const child of children) child.stdin!.end();
  await Promise.all(children.map((child) => once(child, 'exit')));
});
