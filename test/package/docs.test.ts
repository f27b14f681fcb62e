import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { modelsPage } from '../support/models-page.js';

const root = join(import.meta.dirname, '../..');
const docs = join(root, 'docs');
const isUpdate = process.env.UPDATE_DOCS === '1';
// Below node_modules, so that the programs' packages are found.
const folder = join(root, 'node_modules/.docs-programs');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const pages = readdirSync(docs)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** The pieces of code of a page are one program; a page whose code is that of an example is tested with it. */
const programs = pages
  .filter((page) => page !== 'docs/custom-models.md')
  .map((page) => ({ page, code: [...read(page).matchAll(/```ts\n(.*?)```/gs)].map(([, block]) => block).join('\n') }))
  .filter(({ code }) => code !== '');

/** Bundled by the sources, and run: what it exports. */
async function run(page: string, code: string): Promise<string> {
  const outfile = join(folder, `${page.replaceAll('/', '-')}.mjs`);
  const entries = Object.keys(manifest.exports).filter((name) => name.startsWith('./') && !name.endsWith('.json'));
  await build({
    stdin: { contents: code, loader: 'ts', resolveDir: root },
    alias: Object.fromEntries([
      ...entries.map((name) => [`heterograph/${name.slice(2)}`, join(root, 'src', name, 'index.ts')]),
      ['heterograph', join(root, 'src/index.ts')],
    ]),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'silent',
  });
  const program = `const { picture = '' } = await import(${JSON.stringify(pathToFileURL(outfile).href)}); process.stdout.write(picture);`;
  return execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', cwd: folder });
}

describe('documentation', () => {
  it.each(programs)('$page: its code runs', { timeout: 120_000 }, async ({ page, code }) => {
    const picture = await run(page, code);
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
