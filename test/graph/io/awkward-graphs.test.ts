import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HeteroGraphError } from '../../../src/core/index.js';
import {
  GraphBuilder,
  type HeteroGraph,
  hashGraph,
  openGraph,
  readCsvFolder,
  readJsonLinesFolder,
  saveGraph,
  writeCsv,
  writeJsonLines,
} from '../../../src/graph/index.js';

const root = mkdtempSync(join(tmpdir(), 'heterograph-awkward-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let made = 0;

const BOM = '\ufeff';
const label = { name: 'y', role: 'label' } as const;
const graphs: Record<string, () => HeteroGraph> = {
  'texts, ids and names that begin with U+FEFF': () =>
    new GraphBuilder()
      .addNodes(`${BOM}n`, { id: [`${BOM}1`, '1', BOM], [`${BOM}a`]: [`${BOM}x`, BOM, `x${BOM}`] }, { ids: 'id' })
      .addEdges([`${BOM}n`, `${BOM}r`, `${BOM}n`], { source: [`${BOM}1`, BOM], target: ['1', `${BOM}1`] })
      .build(),
  'bool labels with names of classes': () =>
    new GraphBuilder({
      nodes: [{ name: 'n', columns: [{ ...label, type: 'bool', classes: ['no', 'yes'] }] }],
      edges: [],
    })
      .addNodes('n', { y: [true, false, true] })
      .build(),
  'several labels a node': () =>
    new GraphBuilder({
      nodes: [{ name: 'n', columns: [{ ...label, type: 'dense', width: 3, classes: ['a', 'b', 'c'] }] }],
      edges: [],
    })
      .addNodes('n', { y: { kind: 'dense', numRows: 2, width: 3, values: Float32Array.of(1, 0, 1, 0, 0, 0) } })
      .build(),
  'several labels a node, some unknown': () =>
    new GraphBuilder({
      nodes: [{ name: 'n', columns: [{ ...label, type: 'dense', width: 2, classes: ['a', 'b'], nullable: true }] }],
      edges: [],
    })
      .addNodes('n', {
        y: { kind: 'dense', numRows: 2, width: 2, values: Float32Array.of(1, 0, 0, 0), valid: Uint8Array.of(1, 0) },
      })
      .build(),
  'a dense column of no width': () =>
    new GraphBuilder({
      nodes: [{ name: 'n', columns: [{ name: 'x', type: 'dense', role: 'feature', width: 0 }] }],
      edges: [],
    })
      .addNodes('n', { x: { kind: 'dense', numRows: 2, width: 0, values: new Float32Array(0) } }, { count: 2 })
      .build(),
  'types, relations and columns called __proto__ and constructor': () =>
    new GraphBuilder()
      .addNodes('__proto__', Object.fromEntries([['__proto__', [1, 2]] as const, ['constructor', [3, 4]] as const]))
      .addNodes('constructor', { toString: ['x'] })
      .addEdges(['__proto__', '__proto__', 'constructor'], { source: [0, 1], target: [0, 0] })
      .build(),
  'halves of surrogate pairs in names': () =>
    new GraphBuilder()
      .addNodes('n\ud800', { 'a\udc00': [1, 2] })
      .addNodes('n\ud801', { a: [1] })
      .build(),
};

const formats = {
  csv: [writeCsv, async (folder: string) => (await readCsvFolder(folder)).graph],
  jsonl: [writeJsonLines, async (folder: string) => (await readJsonLinesFolder(folder)).graph],
  arrow: [saveGraph, (folder: string) => openGraph(folder)],
} as const;

describe.each(Object.entries(formats))('%s', (_, [write, read]) => {
  it.each(Object.entries(graphs))('gives back %s, or refuses them before anything is written', async (__, make) => {
    let graph: HeteroGraph;
    try {
      graph = make();
    } catch (error) {
      expect(error).toBeInstanceOf(HeteroGraphError);
      return;
    }
    const folder = join(root, String(made++));
    try {
      await write(graph, folder);
    } catch (error) {
      expect(error).toBeInstanceOf(HeteroGraphError);
      expect(readdirSync(root)).not.toContain(String(made - 1));
      return;
    }
    const again = await read(folder);
    expect(again.schema).toEqual(graph.schema);
    expect(hashGraph(again)).toBe(hashGraph(graph));
  });
});
