import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/datasets/index.js';
import { readRdfSet } from '../../src/datasets/rdf/dataset.js';
import type { NamedStream } from '../../src/graph/index.js';
import { validateGraph } from '../../src/graph/index.js';
import { survivesDamage } from './mutations.js';

const data = process.env.HETEROGRAPH_DATA ?? join(import.meta.dirname, '../../../shared/data');
const set = {
  triples: 'x.nt',
  entityColumn: 'person',
  labelColumn: 'group',
  leaks: ['http://p#employs'],
  labels: [
    ['http://g/1', 'one'],
    ['http://g/2', 'two'],
  ] as const,
};
const files: Readonly<Record<string, string>> = {
  'x.nt': `<http://a> <http://p#knows> <http://b> .
<http://g/1> <http://p#employs> <http://a> .
<http://b> <http://p#name> "B" .
<http://c> <http://p#knows> <http://a> .
`,
  'trainingSet.tsv': 'group\tid\tperson\nhttp://g/1\t1\thttp://a\nhttp://g/2\t2\thttp://b\n',
  'testSet.tsv': 'person\tgroup\r\nhttp://c\thttp://g/2\r\n',
};
const read = (contents: Readonly<Record<string, string>>) =>
  readRdfSet(set, (name): NamedStream => ({ name, bytes: [Buffer.from(contents[name]!)] }), {});

describe('entity classification from RDF', () => {
  it('worked out by hand', async () => {
    const graph = await read(files);
    expect(graph.edgeTypes).toEqual([
      ['entity', 'knows', 'entity'],
      ['entity', 'name', 'literal'],
      ['entity', 'rev_knows', 'entity'],
      ['literal', 'rev_name', 'entity'],
    ]);
    expect([...graph.nodeTable('entity').getChild('id')!]).toEqual(['http://a', 'http://b', 'http://c']);
    expect(graph.labels('entity')).toMatchObject({ values: Int32Array.of(0, 1, 1), classes: ['one', 'two'] });
    expect([...graph.mask('entity', 'trainValid'), ...graph.mask('entity', 'test')]).toEqual([1, 1, 0, 0, 0, 1]);
    expect(validateGraph(graph)).toEqual([]);
  });

  it.each([
    ['trainingSet.tsv', 1, 'group\tid', 'label\tid'],
    ['trainingSet.tsv', 2, '\thttp://a', '\thttp://nobody'],
    ['testSet.tsv', 2, 'http://g/2', 'http://g/3'],
    ['testSet.tsv', 2, 'http://c', 'http://a'],
    ['x.nt', 3, '"B" .', '"B .'],
  ])('%s row %i with %j made %j is refused', async (file, row, from, to) => {
    const changed = { ...files, [file]: files[file]!.replace(from, to) };
    await expect(read(changed)).rejects.toMatchObject({ code: 'MALFORMED_ROW', location: { file, row } });
  });

  it('300 damaged files give a graph or an error that names file and row', () =>
    survivesDamage(files, (open) => readRdfSet(set, open, {})));

  // The published numbers, as the data folder's README has them; skipped where that folder is absent.
  it.skipIf(!existsSync(join(data, 'aifb'))).each([
    ['aifb', 8285, 5450, 29_043, 45, [73, 28, 60, 15]],
    ['mutag', 23_644, 1104, 74_227, 23, [211, 129]],
  ] as const)('%s has the published counts', async (name, nodes, literals, triples, relations, perClass) => {
    const { graph } = await loadDataset(name, { root: data, cache: false });
    const forward = graph.edgeTypes.filter(([, relation]) => !relation.startsWith('rev_'));
    expect([graph.numNodes(), graph.numNodes('literal')]).toEqual([nodes, literals]);
    expect([forward.length, graph.edgeTypes.length]).toEqual([relations, 2 * relations]);
    expect(forward.reduce((sum, type) => sum + graph.numEdges(type), 0)).toBe(triples);
    const labels = graph.labels('entity')!;
    const found = perClass.map((_, code) => labels.values.filter((value) => value === code).length);
    expect(found).toEqual([...perClass]);
  });
});
