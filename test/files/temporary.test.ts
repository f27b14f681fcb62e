import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeTemporary, moveIntoPlace, removeOwnFolder, removeStale, removeTemporary } from '../../src/files/index.js';

let folder = '';
let target = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heterograph-temporary-'));
  target = join(folder, 'graph');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string) => {
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'file'), text);
};
const textOf = (path: string) => readFileSync(join(path, 'file'), 'utf8');
/** What a process of this number leaves when it is killed. No process has the number 4194305: it is above the kernel's largest. */
const leftBy = (pid: number, end: '' | '-old', of = target) =>
  join(folder, `.${basename(of)}.${hostname().replace(/[^\w-]/g, '_')}.${pid}.0123456789ab${end}.tmp`);
const DEAD = 4_194_305;

describe('a folder under a temporary name', () => {
  it('takes the place of the target, whole', async () => {
    const first = await makeTemporary(target);
    put(first, 'one');
    expect(readdirSync(folder)).toEqual([basename(first)]);
    await moveIntoPlace(first, target);
    expect(readdirSync(folder)).toEqual(['graph']);
    const second = await makeTemporary(target);
    put(second, 'two');
    expect(textOf(target)).toBe('one');
    await moveIntoPlace(second, target);
    expect(textOf(target)).toBe('two');
    expect(readdirSync(folder)).toEqual(['graph']);
  });

  it('is made with the folders above it, has a name of its own each time, and can be given up', async () => {
    const deep = join(folder, 'a/b/graph');
    const [one, two] = [await makeTemporary(deep), await makeTemporary(deep)];
    expect(one).not.toBe(two);
    await removeTemporary(one);
    expect(readdirSync(join(folder, 'a/b'))).toEqual([basename(two)]);
  });
});

describe('what a killed process left', () => {
  it('is removed, also where it bears the number of this process', async () => {
    put(target, 'kept');
    for (const pid of [DEAD, process.pid]) put(leftBy(pid, ''), 'half');
    await removeStale(target);
    expect(readdirSync(folder)).toEqual(['graph']);
    expect(textOf(target)).toBe('kept');
  });

  it('of a removal is removed with the next one', async () => {
    const kind = { manifest: 'file', format: 'notes' };
    put(target, JSON.stringify({ format: 'notes' }));
    put(leftBy(DEAD, ''), 'half');
    await removeOwnFolder(target, [kind]);
    expect(readdirSync(folder)).toEqual([]);
    put(target, 'of somebody else');
    await expect(removeOwnFolder(target, [kind])).rejects.toMatchObject({ code: 'NOT_OURS' });
    expect(textOf(target)).toBe('of somebody else');
  });

  it('is put back where it was the earlier target and there is no other', async () => {
    put(leftBy(DEAD, '-old'), 'earlier');
    await removeStale(target);
    expect(readdirSync(folder)).toEqual(['graph']);
    expect(textOf(target)).toBe('earlier');
    put(leftBy(DEAD, '-old'), 'still earlier');
    await removeStale(target);
    expect(readdirSync(folder)).toEqual(['graph']);
    expect(textOf(target)).toBe('earlier');
  });

  it('stays where another process or this one is at it, or it belongs to another target', async () => {
    const mine = await makeTemporary(target);
    // The parent runs as long as this test.
    const running = leftBy(process.ppid, '');
    const other = leftBy(DEAD, '', join(folder, 'other'));
    const strange = join(folder, '.graph.notes.tmp');
    for (const path of [running, other, strange]) put(path, 'kept');
    await removeStale(target);
    expect(readdirSync(folder).sort()).toEqual([mine, running, other, strange].map((path) => basename(path)).sort());
    await removeTemporary(mine);
  });

  it('is nothing where there is no folder yet', async () => {
    await expect(removeStale(join(folder, 'none/graph'))).resolves.toBeUndefined();
  });
});
