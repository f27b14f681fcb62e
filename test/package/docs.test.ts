import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelsPage } from '../support/models-page.js';
import { codeOf, runCode } from '../support/run-code.js';

const root = join(import.meta.dirname, '../..');
const docs = join(root, 'docs');
const isUpdate = process.env.UPDATE_DOCS === '1';
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = readdirSync(docs)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** The pieces of code of a page are one program; a page whose code is that of an example is tested with it. */
const programs = pages
  .filter((page) => page !== 'docs/custom-models.md')
  .map((page) => ({ page, pieces: codeOf(page) }))
  .filter(({ pieces }) => pieces.length > 0);

describe('documentation', () => {
  it.each(programs)('$page: its code runs', { timeout: 120_000 }, async ({ page, pieces }) => {
    const picture = await runCode(pieces.join('\n'));
    const file = /!\[[^\]]*\]\((pictures\/[^)]+)\)/.exec(read(page))?.[1];
    if (file === undefined) return expect(picture).toBe('');
    if (isUpdate) writeFileSync(join(docs, file), picture);
    expect(picture).toContain('<svg');
    expect(read(join('docs', file))).toBe(picture);
  });

  it('docs/models.md has every model, its tasks and its settings', () => {
    const page = modelsPage();
    if (isUpdate) writeFileSync(join(docs, 'models.md'), page);
    expect(read('docs/models.md')).toBe(page);
  });

  it('links lead to files that are there', () => {
    const readmes = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('README.md'))
      .map((path) => join('src', path));
    const files = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages, ...readmes];
    const dead = files.flatMap((file) => {
      const text = read(file).replace(/```.*?```/gs, '');
      const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
      return targets
        .filter((target) => !/^(https?:|#)/.test(target))
        .filter((target) => !existsSync(join(root, dirname(file), target.split('#')[0]!)))
        .map((target) => `${relative('.', file)}: ${target}`);
    });
    expect(dead).toEqual([]);
    expect(files.length).toBeGreaterThan(30);
  });
});
