import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string'
    ? []
    : [{ entry, source: target.default.replace('./dist/', '../../src/').replace(/\.js$/, '.ts') }],
);

/** The public surface is a list: `UPDATE_API=1 npm test -- test/package/exports` rewrites it, and the diff is reviewed. */
describe('exported names', () => {
  it.each(entries)('$entry', async ({ entry, source }) => {
    const names = Object.keys(await import(source)).sort();
    expect(names).not.toContain('default');
    const file = join(root, 'test/api', `${entry === '.' ? 'index' : entry.slice(2)}.txt`);
    if (process.env.UPDATE_API) writeFileSync(file, `${names.join('\n')}\n`);
    expect(names).toEqual(readFileSync(file, 'utf8').trim().split('\n'));
  });

  it('exports, typesVersions and files tell the same story', () => {
    const areas = entries.map(({ entry }) => entry).filter((entry) => entry !== '.');
    expect(Object.keys(manifest.typesVersions['*']).sort()).toEqual(areas.map((entry) => entry.slice(2)).sort());
    for (const target of Object.values(manifest.exports)) {
      if (typeof target !== 'string') expect(Object.keys(target)[0]).toBe('types');
    }
    expect(manifest).not.toHaveProperty('scripts.install');
    expect(manifest).not.toHaveProperty('scripts.postinstall');
  });
});
