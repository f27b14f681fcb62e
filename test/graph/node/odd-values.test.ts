import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  type ColumnSchema,
  GraphBuilder,
  graphFromArrays,
  type HeteroGraph,
  hashGraph,
  openGraph,
  readCsvFolder,
  readJsonLinesFolder,
  saveGraph,
  writeCsv,
  writeJsonLines,
} from '../../../src/graph/index.js';
import { plainGraph } from '../arbitraries.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-odd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;

const column = (schema: Omit<ColumnSchema, 'name'>, values: unknown[]) =>
  new GraphBuilder({ nodes: [{ name: 'a', columns: [{ name: 'y', ...schema }] }], edges: [] })
    .addNodes('a', { y: values as string[] })
    .build();
const BOM = '\uFEFF';
const own = (text: string) => JSON.parse(text);

const graphs: [string, () => HeteroGraph][] = [
  [
    'bool labels with class names',
    () => column({ type: 'bool', role: 'label', classes: ['no', 'yes'], nullable: true }, [true, false, null]),
  ],
  [
    'multi-label rows with class names',
    () =>
      column({ type: 'dense', role: 'label', width: 2, classes: ['p', 'q'], nullable: true }, [[1, 0], [0, 0], null]),
  ],
  ['two classes of one name', () => column({ type: 'int32', role: 'label', classes: ['x', 'x'] }, [1, 0])],
  ['rows of width 0', () => column({ type: 'dense', role: 'feature', width: 0 }, [[], []])],
  ['rows of width 0 and nulls', () => column({ type: 'dense', role: 'feature', width: 0, nullable: true }, [[], null])],
  [
    'texts beginning with U+FEFF',
    () =>
      graphFromArrays({
        nodes: { a: { data: { id: ['\uFEFFx', 'x', '\uFEFF'], t: ['\uFEFF', '', '\uFEFFa'] }, ids: 'id' } },
      }),
  ],
  [
    'names beginning with U+FEFF',
    () => graphFromArrays({ nodes: { '\uFEFFa': { data: { '\uFEFFid': ['p', 'x'] }, ids: '\uFEFFid' } } }),
  ],
  [
    'types and columns called __proto__',
    () =>
      graphFromArrays({
        nodes: own('{"__proto__": {"data": {"__proto__": ["1", "2"]}}}'),
        edges: [
          {
            type: ['__proto__', '__proto__', '__proto__'],
            source: [0],
            target: [1],
            data: own('{"__proto__": [1]}'),
          },
        ],
      }),
  ],
  [
    'ids, types and relations beginning with U+FEFF',
    () =>
      new GraphBuilder()
        .addNodes(`${BOM}n`, { id: [`${BOM}1`, '1', BOM], [`${BOM}a`]: [`${BOM}x`, BOM, `x${BOM}`] }, { ids: 'id' })
        .addEdges([`${BOM}n`, `${BOM}r`, `${BOM}n`], { source: [`${BOM}1`, BOM], target: ['1', `${BOM}1`] })
        .build(),
  ],
  [
    'bool labels with class names, none missing',
    () => column({ type: 'bool', role: 'label', classes: ['no', 'yes'] }, [true, false, true]),
  ],
  [
    'several labels a node',
    () =>
      column({ type: 'dense', role: 'label', width: 3, classes: ['a', 'b', 'c'] }, [
        [1, 0, 1],
        [0, 0, 0],
      ]),
  ],
  [
    'types, relations and columns called __proto__, constructor and toString',
    () =>
      new GraphBuilder()
        .addNodes('__proto__', Object.fromEntries([['__proto__', [1, 2]] as const, ['constructor', [3, 4]] as const]))
        .addNodes('constructor', { toString: ['x'] })
        .addEdges(['__proto__', '__proto__', 'constructor'], { source: [0, 1], target: [0, 0] })
        .build(),
  ],
];

it.each(graphs)('%s come through every format', async (_, make) => {
  const graph = make();
  for (const [write, read] of [
    [saveGraph, openGraph],
    [writeCsv, async (path: string) => (await readCsvFolder(path)).graph],
    [writeJsonLines, async (path: string) => (await readJsonLinesFolder(path)).graph],
  ] as const) {
    const path = join(folder, `g${made++}`);
    await write(graph, path);
    const again = await read(path);
    expect(again.schema).toEqual(graph.schema);
    expect(plainGraph(again)).toEqual(plainGraph(graph));
    expect(hashGraph(again)).toBe(hashGraph(graph));
  }
});

it('names and texts with half surrogates are refused before anything is written', () => {
  const refused = expect.objectContaining({ code: 'INVALID_SCHEMA' });
  const data = ['1', '2'];
  expect(() => graphFromArrays({ nodes: { 'a\uD800': { data: { t: data } } } })).toThrow(refused);
  expect(() => graphFromArrays({ nodes: { a: { data: { 't\uD800': data } } } })).toThrow(refused);
  expect(() => column({ type: 'int32', role: 'label', classes: ['n\uD800', 'm'] }, [0, 1])).toThrow(refused);
  const halves = { id: ['a\uD800', 'a'], t: ['\uDC00', 'b'] };
  expect(() => graphFromArrays({ nodes: { a: { data: halves, ids: 'id' } } })).toThrow(
    expect.objectContaining({ code: 'INVALID_UTF8' }),
  );
  expect(readdirSync(folder)).toHaveLength(made);
});
