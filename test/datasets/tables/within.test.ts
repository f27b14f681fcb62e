import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mappingText, openTables, parseMapping } from '../../../src/datasets/index.js';

const text = `version: 1
nodes:
  molecule: { table: molecules.csv, id: molecule_id, columns: {} }
  atom: { table: atoms.csv, id: atom, within: molecule_id, columns: { charge: number } }
edges:
  - { type: [atom, in, molecule], table: atoms.csv, target: molecule_id }
  - { type: [atom, bond, atom], table: bonds.csv, source: from, target: to, within: molecule_id }
`;
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'heterograph-within-'));
  await writeFile(join(dir, 'molecules.csv'), 'molecule_id\nm1\nm2\n');
  await writeFile(join(dir, 'atoms.csv'), 'molecule_id,atom,charge\nm2,1,5\nm1,1,3\nm1,2,4\nm2,2,6\n');
  await writeFile(join(dir, 'bonds.csv'), 'molecule_id,from,to\nm1,1,2\nm2,2,1\nm2,2,9\n');
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('reads ids that begin anew in each value of a column', async () => {
  const mapping = parseMapping(text);
  expect(parseMapping(mappingText(mapping))).toEqual(mapping);
  const { graph, remarks } = await openTables(dir, mapping);
  const ids = graph.ids('atom');
  expect([0, 1, 2, 3].map((row) => ids.idOf(row))).toEqual(['m1/1', 'm1/2', 'm2/1', 'm2/2']);
  expect([...graph.numbers('atom', 'charge')]).toEqual([3, 4, 5, 6]);
  expect(graph.edgeIndex('in')).toEqual({ source: Int32Array.of(0, 1, 2, 3), target: Int32Array.of(0, 0, 1, 1) });
  expect(graph.edgeIndex('bond')).toEqual({ source: Int32Array.of(0, 3), target: Int32Array.of(1, 2) });
  expect(remarks.some((remark) => remark.includes('m2/9'))).toBe(true);
  const added = parseMapping(text.replace('to, within: molecule_id', 'to, within: molecule_id, unknown: add'));
  expect((await openTables(dir, added)).graph.ids('atom').indexOf('m2/9')).toBeGreaterThanOrEqual(0);
});

it('refuses a mapping that does not say within what, or says it of nothing', () => {
  const refused = (changed: string) =>
    expect(() => parseMapping(changed)).toThrow(expect.objectContaining({ code: 'INVALID_MAPPING' }));
  refused(text.replace(', target: to, within: molecule_id', ', target: to'));
  refused(text.replace('atom, within: molecule_id, columns', 'atom, columns'));
  refused(text.replace('id: atom, within', 'within'));
});
