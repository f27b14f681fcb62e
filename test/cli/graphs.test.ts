import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli } from './cli.js';

let root: string;
const at = (...parts: string[]) => join(root, ...parts);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'heterograph-cli-graphs-'));
  // Atoms are numbered anew in each molecule; a charged molecule is toxic, and what its atoms are says so.
  const molecules = Array.from({ length: 60 }, (_, m) => `m${m},${m % 2 ? 'yes' : 'no'}`);
  const atoms = molecules.flatMap((_, m) =>
    Array.from({ length: 4 }, (__, a) => `m${m},${a},${(m % 2) * 2 + (a % 2)}`),
  );
  const bonds = molecules.flatMap((_, m) => [1, 2, 3].map((a) => `m${m},${a - 1},${a}`));
  await writeFile(at('molecules.csv'), `molecule_id,toxic\n${molecules.join('\n')}\n`);
  await writeFile(at('atoms.csv'), `molecule_id,atom,charge\n${atoms.join('\n')}\n`);
  await writeFile(at('bonds.csv'), `molecule_id,from,to\n${bonds.join('\n')}\n`);
  await writeFile(
    at('graph.yaml'),
    `version: 1
nodes:
  molecule: { table: molecules.csv, id: molecule_id, columns: { toxic: { kind: category, role: label } } }
  atom: { table: atoms.csv, id: atom, within: molecule_id, columns: { charge: number } }
edges:
  - { type: [atom, in, molecule], table: atoms.csv, target: molecule_id }
  - { type: [atom, bond, atom], table: bonds.csv, source: from, target: to, within: molecule_id }
`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

const run = (args: string[]) => cli(args, { HETEROGRAPH_CACHE: at('cache') });

test('whole graphs are learned from tables to predictions', { timeout: 120_000 }, async () => {
  const out = at('run');
  const settings = ['--model', 'graph-network', '--epochs', '10', '--set', 'hidden=8', '--set', 'learningRate=0.05'];
  const trained = await run(['train', '--data', root, '--task', 'graphs', ...settings, '--out', out, '--json']);
  expect(trained.code, trained.stderr).toBe(0);
  const { scores, structure, remarks } = JSON.parse(trained.stdout);
  expect(scores.map(({ model }: { model: string }) => model)).toEqual([
    ...['majority', 'logistic-graph', 'mlp-graph', 'gbdt-graph', 'graph-network'],
  ]);
  expect(scores.at(-1).rocAuc).toBeGreaterThan(0.9);
  expect(remarks).toContain(structure.verdict);
  const predicted = await run(['predict', out, '--data', root, '--json']);
  expect(JSON.parse(predicted.stdout)).toMatchObject({ rows: 60, classes: ['no', 'yes'] });
  const refused = await run(['train', '--data', root, '--task', 'graphs', '--negatives', 'degree', '--json']);
  expect(JSON.parse(refused.stderr).error.code).toBe('INVALID_OPTION');
});
