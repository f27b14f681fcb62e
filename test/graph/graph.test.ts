import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  describeGraph,
  GraphBuilder,
  type GraphSchema,
  hashGraph,
  openGraph,
  saveGraph,
} from '../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-graph-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let made = 0;
const fresh = () => join(folder, `g${made++}`);

const schema: GraphSchema = {
  nodes: [
    {
      name: 'person',
      columns: [
        { name: 'id', type: 'utf8', role: 'id' },
        { name: 'x', type: 'dense', role: 'feature', width: 2 },
        { name: 'kind', type: 'int32', role: 'label', classes: ['a', 'b'], nullable: true },
        { name: 'seen', type: 'float64', role: 'time', nullable: true },
      ],
    },
    { name: 'tag', columns: [{ name: 'w', type: 'sparse', role: 'feature', width: 5 }] },
  ],
  edges: [
    { type: ['person', 'knows', 'person'], columns: [{ name: 'weight', type: 'float32', role: 'weight' }] },
    { type: ['person', 'likes', 'tag'], columns: [] },
  ],
};

function build(onIssue: 'raise' | 'collect' = 'raise', change: (b: GraphBuilder) => void = () => {}) {
  const builder = new GraphBuilder(schema, { onIssue });
  builder.addEdges(['person', 'knows', 'person'], {
    source: ['c', 'a', 'a'],
    target: ['a', 'a', 'c'],
    weight: [1, 0.5, 2],
  });
  builder.addNodes('person', {
    id: ['a', 'b', 'c'],
    x: { kind: 'dense', numRows: 3, width: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6) },
    kind: [1, null, 0],
    seen: [10, null, 5],
  });
  builder.addNodes('tag', {
    w: {
      kind: 'sparse',
      numRows: 2,
      width: 5,
      indptr: Int32Array.of(0, 0, 2),
      indices: Int32Array.of(1, 4),
      values: Float32Array.of(3, 0.5),
    },
  });
  builder.addEdges(['person', 'likes', 'tag'], { source: Int32Array.of(0, 2, 0), target: Int32Array.of(1, 1, 1) });
  change(builder);
  return builder;
}

describe('HeteroGraph', () => {
  it('answers for a small graph worked out by hand', () => {
    const graph = build().build();
    expect([graph.numNodes(), graph.numEdges(), graph.numEdges('likes')]).toEqual([5, 6, 3]);
    expect([...graph.edgeIndex('knows').source]).toEqual([2, 0, 0]);
    const out = graph.adjacency('knows', 'out');
    expect([[...out.indptr], [...out.indices], [...out.edges]]).toEqual([
      [0, 2, 2, 3],
      [0, 2, 0],
      [1, 2, 0],
    ]);
    const into = graph.adjacency('likes', 'in');
    expect([[...into.indptr], [...into.indices]]).toEqual([
      [0, 0, 3],
      [0, 2, 0],
    ]);
    expect(into.indices.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(graph.features('person')).toMatchObject({ kind: 'dense', width: 2, numRows: 3 });
    expect(graph.features('tag')).toMatchObject({ kind: 'sparse', width: 5, indices: Int32Array.of(1, 4) });
    expect(graph.labels('person')).toMatchObject({
      values: Int32Array.of(1, -1, 0),
      classes: ['a', 'b'],
      numClasses: 2,
    });
    expect([...graph.times('person')!]).toEqual([10, Number.NaN, 5]);
    expect([...graph.weights('knows')!]).toEqual([1, 0.5, 2]);
    expect([graph.ids('person').indexOf('c'), graph.ids('person').idOf(1), graph.ids('person').indexOf('z')]).toEqual([
      2,
      'b',
      -1,
    ]);
    expect(describeGraph(graph).edges[0]).toMatchObject({ count: 3, selfLoops: 1, outDegree: { max: 2, isolated: 1 } });
    expect(describeGraph(graph).nodes[0]).toMatchObject({ count: 3, isolated: 1, labels: { a: 1, b: 1 } });
  });

  it.each([
    [
      'UNKNOWN_ID',
      (b: GraphBuilder) =>
        b.addEdges(['person', 'likes', 'tag'], { source: Int32Array.of(9), target: Int32Array.of(0) }),
    ],
    [
      'UNKNOWN_ID',
      (b: GraphBuilder) => b.addEdges(['person', 'knows', 'person'], { source: ['zz'], target: ['a'], weight: [1] }),
    ],
    [
      'NON_FINITE',
      (b: GraphBuilder) =>
        b.addEdges(['person', 'knows', 'person'], { source: ['a'], target: ['a'], weight: [Number.NaN] }),
    ],
    [
      'NULL_VALUE',
      (b: GraphBuilder) => b.addEdges(['person', 'knows', 'person'], { source: ['a'], target: ['a'], weight: [null] }),
    ],
    [
      'WRONG_DTYPE',
      (b: GraphBuilder) => b.addEdges(['person', 'knows', 'person'], { source: ['a'], target: ['a'], weight: ['x'] }),
    ],
    [
      'INVERSE_MISMATCH',
      (b: GraphBuilder) =>
        b
          .addEdges(['tag', 'of', 'person'], { source: Int32Array.of(0), target: Int32Array.of(0) })
          .setInverse(['person', 'likes', 'tag'], ['tag', 'of', 'person']),
    ],
    ['UNKNOWN_COLUMN', (b: GraphBuilder) => b.addNodes('person', { oops: [1] })],
    [
      'SHAPE_MISMATCH',
      (b: GraphBuilder) =>
        b.addEdges(['person', 'likes', 'tag'], { source: Int32Array.of(0), target: Int32Array.of(0, 1) }),
    ],
  ])('%s is found', (code, change) => {
    expect(() => build('raise', change).build()).toThrow(expect.objectContaining({ code }));
  });

  it('finds duplicate ids and labels out of range, naming row and column', () => {
    const builder = new GraphBuilder(schema, { onIssue: 'collect' });
    builder.addNodes('person', {
      id: ['a', 'a'],
      x: { kind: 'dense', numRows: 2, width: 2, values: Float32Array.of(1, 2, 3, Number.POSITIVE_INFINITY) },
      kind: [0, 7],
      seen: [null, null],
    });
    builder.build();
    expect(builder.issues).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'DUPLICATE_ID', type: 'person', column: 'id', row: 1 }),
        expect.objectContaining({ code: 'NON_FINITE', column: 'x', row: 1 }),
        expect.objectContaining({ code: 'LABEL_OUT_OF_RANGE', column: 'kind', row: 1 }),
      ]),
    );
    expect(builder.issues.length).toBe(3);
  });

  it('refuses schemas that make no sense', () => {
    const bad = [
      { nodes: [{ name: '', columns: [] }], edges: [] },
      { nodes: [], edges: [{ type: ['a', 'b', 'c'], columns: [] }] },
      { nodes: [{ name: 'a', columns: [{ name: 'x', type: 'dense', role: 'feature' }] }], edges: [] },
    ];
    for (const value of bad) {
      expect(() => new GraphBuilder(value as GraphSchema)).toThrow(expect.objectContaining({ code: 'INVALID_SCHEMA' }));
    }
  });
});

describe('saved folders', () => {
  it('open to the same graph, byte-stable, for any random graph and any names', async () => {
    const column = fc.record({
      name: fc.string({ minLength: 1 }),
      values: fc.array(fc.oneof(fc.integer(), fc.string(), fc.constant(null))),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
        column,
        fc.array(fc.tuple(fc.nat(99), fc.nat(99)), { maxLength: 30 }),
        async (types, { name, values }, pairs) => {
          const builder = new GraphBuilder({
            nodes: types.map((type, i) => ({
              name: type,
              columns: i === 0 ? [{ name, type: 'utf8', role: 'text', nullable: true }] : [],
            })),
            edges: [],
          });
          builder.addNodes(types[0]!, { [name]: values });
          for (const type of types.slice(1)) builder.addNodes(type, 3);
          const [from, to] = [types[0]!, types.at(-1)!];
          const limits = [values.length, types.length === 1 ? values.length : 3];
          const kept = pairs.filter(([a, b]) => a < limits[0]! && b < limits[1]!);
          builder.addEdges([from, 'r', to], {
            source: Int32Array.from(kept, (pair) => pair[0]),
            target: Int32Array.from(kept, (pair) => pair[1]),
          });
          const graph = builder.build();
          const [one, two] = [fresh(), fresh()];
          await saveGraph(graph, one);
          const opened = await openGraph(one, { verify: true });
          expect(hashGraph(opened)).toBe(hashGraph(graph));
          expect(opened.schema).toEqual(graph.schema);
          expect([...opened.edgeIndex('r').target]).toEqual([...graph.edgeIndex('r').target]);
          await saveGraph(opened, two);
          for (const file of readdirSync(one))
            expect(readFileSync(join(two, file)).equals(readFileSync(join(one, file)))).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('damaged or foreign folders give coded errors', async () => {
    const graph = build().build();
    const code = async (damage: (path: string) => void) => {
      const path = fresh();
      await saveGraph(graph, path);
      damage(path);
      return openGraph(path, { verify: true }).then(
        () => 'opened',
        (error) => error.code,
      );
    };
    expect(await code((path) => rmSync(join(path, 'schema.json')))).toBe('FILE_NOT_FOUND');
    expect(await code((path) => writeFileSync(join(path, 'schema.json'), '{'))).toBe('CORRUPT_FILE');
    expect(await code((path) => truncateSync(join(path, 'nodes-0.arrow'), 100))).toBe('CORRUPT_FILE');
    expect(await code((path) => rmSync(join(path, 'edges-1.arrow')))).toBe('CORRUPT_FILE');
    const flip = (path: string) => {
      const file = join(path, 'nodes-0.arrow');
      const bytes = readFileSync(file);
      bytes[bytes.length >> 1]! ^= 255;
      writeFileSync(file, bytes);
    };
    expect(await code(flip)).toBe('CORRUPT_FILE');
    const path = fresh();
    await saveGraph(graph, path);
    await expect(saveGraph(graph, path)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
    await expect(saveGraph(graph, fresh(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
