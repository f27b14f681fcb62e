import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const targets = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ entry, target: target as { types: string; browser?: string; default: string } }],
);
const sourceOf = (file: string) => file.replace('./dist/', 'src/').replace(/\.js$/, '.ts');

/** Imports that remain when types are erased: of a file its text, of every import its specifier. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\s)(?:[^;'"]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/(?<!typeof )\bimport\('([^']+)'\)/g);
  return [...statements, ...dynamic].map(([, specifier]) => specifier!);
}

/** Files that `entry` reaches, each with the file that imports it. */
function reached(entry: string): ReadonlyMap<string, string> {
  const from = new Map([[entry, '']]);
  for (const file of from.keys()) {
    if (file.startsWith('node:')) continue;
    for (const specifier of importsOf(file)) {
      const target = specifier.startsWith('.')
        ? normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts')
        : specifier;
      if (from.has(target)) continue;
      if (target.startsWith('node:')) from.set(target, file);
      else if (specifier.startsWith('.') && existsSync(join(root, target))) from.set(target, file);
    }
  }
  return from;
}

describe('in a browser', () => {
  it('the entry is index.browser.ts where there is one', () => {
    for (const { target } of targets) {
      const browser = target.default.replace('index.js', 'index.browser.js');
      expect(target.browser).toBe(existsSync(join(root, sourceOf(browser))) ? browser : undefined);
      expect(Object.keys(target).at(0)).toBe('types');
      expect(Object.keys(target).at(-1)).toBe('default');
    }
  });

  // Experiments open files and keep runs, and what serves them opens these: they are for Node alone.
  it.each(targets.filter(({ entry }) => entry !== './experiments' && entry !== './serve'))(
    '$entry imports no module of Node',
    ({ target }) => {
      const files = reached(sourceOf(target.browser ?? target.default));
      expect([...files].filter(([file]) => file.startsWith('node:'))).toEqual([]);
      expect(files.size).toBeGreaterThan(1);
    },
  );

  it('a file that imports Node is seen, types and the text of types left out', () => {
    expect(importsOf('src/cli/terminal/errors.ts')).toContain('commander');
    const hosts = importsOf('src/compute/threads/host.ts');
    expect(hosts.filter((name) => name.startsWith('node:'))).toEqual([]);
    expect(hosts).toContain('../../core/index.js');
  });
});
