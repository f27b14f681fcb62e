import { mkdirSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
// @ts-expect-error A script has no declarations.
import * as stamp from '../../scripts/stamp.mjs';

let root = '';
const args = () => [root, 'result', ['src', 'src/generated', 'config.json'], 'out'] as const;
const fresh = (): boolean => stamp.isFresh(...args());
const put = (path: string, text: string) => writeFileSync(join(root, path), text);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'heterograph-stamp-'));
  for (const folder of ['src/generated', 'src/deep', 'out']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['src/a.ts', 'src/deep/b.ts', 'src/generated/c.ts', 'config.json', 'out/a.js']) put(file, file);
});
afterEach(() => rmSync(root, { recursive: true }));

describe('a build is kept only while it belongs to its sources', () => {
  it('has no stamp at first, and is fresh once stamped', () => {
    expect(fresh()).toBe(false);
    stamp.writeStamp(...args());
    expect(fresh()).toBe(true);
  });

  it.each([
    ['a changed source', () => put('src/deep/b.ts', 'src/deep/B.ts')],
    ['a new source', () => put('src/new.ts', '')],
    ['a source that is gone', () => unlinkSync(join(root, 'src/a.ts'))],
    ['a changed generated source', () => put('src/generated/c.ts', 'other')],
    ['a changed setting', () => put('config.json', '{}')],
    ['a changed result', () => put('out/a.js', 'older')],
    ['a result that is gone', () => rmSync(join(root, 'out'), { recursive: true })],
  ])('%s makes it stale', (_, change) => {
    stamp.writeStamp(...args());
    change();
    expect(fresh()).toBe(false);
  });

  it('is not stamped where a source changed while it was built', () => {
    const before = stamp.hashOf(root, ['src', 'src/generated', 'config.json']);
    put('src/a.ts', 'edited meanwhile');
    stamp.writeStamp(...args(), before);
    expect(fresh()).toBe(false);
  });
});
