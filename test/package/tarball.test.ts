import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeShop } from '../../bench/shop/generate.mjs';
import manifest from '../../package.json' with { type: 'json' };
import { hasBrowser, openPage } from '../support/browser.js';

const root = join(import.meta.dirname, '../..');
const env = {
  ...process.env,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};
const areas = Object.keys(manifest.exports)
  .filter((entry) => entry !== '.' && entry !== './package.json')
  .map((entry) => entry.slice(2));
const folder = mkdtempSync(join(tmpdir(), 'heterograph-packed-'));
const scratch = join(folder, 'scratch');
let tarball = '';

function run(command: string, args: string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${stdout ?? ''}\n${stderr ?? ''}`, { cause: error });
  }
}

/** The package as a stranger gets it: packed, installed from the registry into an empty project, imported and type-checked. */
describe('the packed tarball', () => {
  beforeAll(() => {
    const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], root));
    tarball = join(folder, packed.filename);
    execFileSync('mkdir', ['-p', scratch]);
    writeFileSync(join(scratch, 'package.json'), JSON.stringify({ name: 'scratch', private: true, type: 'module' }));
    // No script of the package or of what it depends on is needed.
    run('npm', ['install', '--ignore-scripts', '--prefer-offline', tarball, '@types/node@20'], scratch);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what it needs and nothing else', () => {
    const files: string[] = JSON.parse(
      run('npm', ['pack', '--json', '--dry-run', '--ignore-scripts'], root),
    )[0].files.map((file: { path: string }) => file.path);
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'CHANGELOG.md',
        'dist/index.js',
        'dist/cli/main.js',
        'docs/own-data.md',
      ]),
    );
    expect(
      files.filter(
        (path) =>
          !/^(dist\/|docs\/[^/]+\.md$|docs\/pictures\/|LICENSE|README\.md|CHANGELOG\.md|package\.json)/.test(path),
      ),
    ).toEqual([]);
    // The slow, obvious versions that tests compare with are for tests alone.
    expect(files.filter((path) => /(?<!p)reference/i.test(path))).toEqual([]);
  });

  // Its types alone come with the layout of pictures.
  it('brings neither what one benchmark uses nor graphology', () => {
    for (const name of ['@tensorflow/tfjs-backend-wasm', 'graphology', 'sigma']) {
      expect(existsSync(join(scratch, 'node_modules', name)), name).toBe(false);
    }
  });

  it('imports from ESM and, by require, from CommonJS', () => {
    const names = ['heterograph', ...areas.map((area) => `heterograph/${area}`)];
    writeFileSync(
      join(scratch, 'esm.mjs'),
      `for (const name of ${JSON.stringify(names)}) if (Object.keys(await import(name)).length === 0) throw new Error(name);
       console.log('ok');`,
    );
    writeFileSync(
      join(scratch, 'common.cjs'),
      `for (const name of ${JSON.stringify(names)}) if (Object.keys(require(name)).length === 0) throw new Error(name);
       console.log('ok');`,
    );
    expect(run('node', ['esm.mjs'], scratch).trim()).toBe('ok');
    expect(run('node', ['common.cjs'], scratch).trim()).toBe('ok');
  });

  it('importing the graph loads no TensorFlow', () => {
    writeFileSync(
      join(scratch, 'graph.cjs'),
      `require('heterograph/graph');
       console.log(Object.keys(require.cache).filter((file) => file.includes('tensorflow') || file.includes('tfjs')).length);`,
    );
    expect(run('node', ['graph.cjs'], scratch).trim()).toBe('0');
  });

  // Oldest and newest both ways, those between one way each.
  it.each([
    ['5.0, nodenext', 'typescript-5.0', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['5.0, commonjs', 'typescript-5.0', { module: 'CommonJS', moduleResolution: 'node' }],
    ['5.9, nodenext', 'typescript-5.9', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['6.0, commonjs', 'typescript', { module: 'CommonJS', moduleResolution: 'Bundler' }],
    ['7.0, nodenext', 'typescript-7.0', { module: 'NodeNext', moduleResolution: 'NodeNext' }],
    ['7.0, commonjs', 'typescript-7.0', { module: 'CommonJS', moduleResolution: 'Bundler' }],
  ])('type-checks without skipLibCheck on TypeScript %s', { timeout: 180_000 }, (_, compiler, options) => {
    const source = [
      "import { loadDataset, HeteroGraph, GraphBuilder, type GraphSchema } from 'heterograph';",
      ...areas.map((area) => `import * as ${area} from 'heterograph/${area}';`),
      'const schema: GraphSchema = { nodes: [{ name: "person", columns: [] }], edges: [] };',
      'const sample: HeteroGraph = new GraphBuilder(schema).build();',
      'const n: number = sample.numNodes("person");',
      `export { loadDataset, n, ${areas.join(', ')} };`,
    ].join('\n');
    writeFileSync(join(scratch, 'check.ts'), source);
    const flags = {
      ...options,
      target: 'ES2022',
      lib: ['ES2023'],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      types: ['node'],
    };
    writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify({ compilerOptions: flags, files: ['check.ts'] }));
    run('node', [join(root, 'node_modules', compiler, 'bin/tsc'), '-p', 'tsconfig.json'], scratch);
  });

  it('publint and arethetypeswrong find nothing', { timeout: 180_000 }, () => {
    expect(run('npx', ['publint', '--strict', tarball], root)).toMatch(/All good/);
    run('npx', ['attw', tarball, '--ignore-rules', 'cjs-resolves-to-esm'], root);
  });

  it('heterograph --version answers', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(run('npx', ['heterograph', '--version'], scratch).trim()).toBe(version);
  });

  it('leads from flat files to predictions of new rows, as docs/own-data.md says', { timeout: 120_000 }, async () => {
    writeShop(join(scratch, 'shop'), { orders: 600, seed: 5 });
    writeShop(join(scratch, 'new-rows'), { orders: 300, seed: 6 });
    const heterograph = (...args: string[]) => run('node_modules/.bin/heterograph', [...args, '--json'], scratch);
    expect(JSON.parse(heterograph('init', 'shop'))).toMatchObject({ file: 'shop/graph.yaml' });
    const kept = ['--model', 'logistic-aggregated', '--no-baselines', '--no-cache', '--out', 'run'];
    const { scores } = JSON.parse(heterograph('train', '--data', 'shop', '--target', 'customer.churned', ...kept));
    expect(scores[0].rocAuc).toBeGreaterThan(0.6);
    const customers = readFileSync(join(scratch, 'new-rows/customers.csv'), 'utf8').trimEnd().split('\n');
    const unlabelled = customers.map((line) => line.split(',').slice(0, -2).join(','));
    writeFileSync(join(scratch, 'new-rows/customers.csv'), `${unlabelled.join('\n')}\n`);
    const { rows } = JSON.parse(heterograph('predict', 'run', '--data', 'new-rows', '--out', 'new.csv', '--no-cache'));
    const predicted = readFileSync(join(scratch, 'new.csv'), 'utf8').trimEnd().split('\n');
    expect([rows, predicted.length]).toEqual([customers.length - 1, customers.length]);
    const found = JSON.parse(heterograph('explain', 'run', '--node', 'customer:C000017', '--no-cache'));
    expect(found.predictions).toMatchObject([{ id: 'C000017' }]);
    if (!hasBrowser()) return;
    expect(await onPhone(readFileSync(join(scratch, 'run/report.html'), 'utf8'))).toMatchObject({
      isWide: false,
      text: expect.stringMatching(/logistic-aggregated/),
    });
  });

  it('./graph stays small', async () => {
    const { outputFiles } = await build({
      entryPoints: [join(scratch, 'node_modules/heterograph/dist/graph/index.js')],
      bundle: true,
      minify: true,
      format: 'esm',
      platform: 'node',
      write: false,
      logLevel: 'silent',
    });
    const bytes = outputFiles[0]!.contents.length;
    // 893 kB measured: zod 458 kB, apache-arrow 244 kB, papaparse 22 kB; ours is the rest.
    expect(bytes).toBeLessThan(920_000);
  });
});

/** What a report shows on a screen of 390 pixels: its text, and whether it has to be moved sideways. */
async function onPhone(report: string): Promise<{ text: string; isWide: boolean }> {
  const show = `<iframe src="/report.html" width="390" height="800" style="border: 0"></iframe><script>
    document.querySelector('iframe').onload = ({ target: { contentDocument: { documentElement: page } } }) =>
      fetch('/report', { method: 'POST', body: JSON.stringify({ text: page.innerText, isWide: page.scrollWidth > 390 }) });
  </script>`;
  const html = (body: string) => ({ type: 'text/html', body });
  return JSON.parse(await openPage({ '/': html(show), '/report.html': html(report) }, '/'));
}
