import { makeVector, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnData, GraphBuilder, type HeteroGraph, hashGraph } from '../../../src/graph/index.js';

const column = (graph: HeteroGraph, name: string) => [...graph.nodeTable('a').getChild(name)!];
const inferred = (...chunks: ColumnData[]) => {
  const builder = new GraphBuilder();
  for (const x of chunks) builder.addNodes('a', { x });
  const graph = builder.build();
  const { type, nullable } = graph.nodeSchema('a').columns[0]!;
  return { type, nullable: nullable === true, values: column(graph, 'x') };
};

describe('chunks', () => {
  it('in any cut give the graph that one chunk gives', () => {
    const anyRow = fc.record({ id: fc.nat(), x: fc.option(fc.float({ noNaN: true })), t: fc.option(fc.string()) });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyRow, { minLength: 1, selector: ({ id }) => id }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 20 }),
        fc.array(fc.nat()),
        (rows, pairs, cuts) => {
          const build = (parts: (readonly [number, number])[], edgeParts: (readonly [number, number])[]) => {
            const builder = new GraphBuilder(
              {
                nodes: [
                  {
                    name: 'a',
                    columns: [
                      { name: 'id', type: 'int32', role: 'id' },
                      { name: 'x', type: 'float64', role: 'attribute', nullable: true },
                      { name: 't', type: 'utf8', role: 'text', nullable: true },
                    ],
                  },
                ],
                edges: [],
              },
              { onIssue: 'collect' },
            );
            const ids = (k: 0 | 1, [from, to]: readonly [number, number]) =>
              pairs.slice(from, to).map((pair) => rows[pair[k] % rows.length]!.id);
            for (const part of edgeParts)
              builder.addEdges(['a', 'r', 'a'], { source: ids(0, part), target: ids(1, part) });
            for (const [from, to] of parts) {
              const some = rows.slice(from, to);
              builder.addNodes('a', { id: some.map((r) => r.id), x: some.map((r) => r.x), t: some.map((r) => r.t) });
            }
            return builder.build();
          };
          const cutsOf = (length: number) => {
            const at = [0, ...cuts.map((cut) => cut % (length + 1)).sort((a, b) => a - b), length];
            return at.slice(1).map((to, i) => [at[i]!, to] as const);
          };
          const whole = build([[0, rows.length]], [[0, pairs.length]]);
          expect(hashGraph(build(cutsOf(rows.length), cutsOf(pairs.length)))).toBe(hashGraph(whole));
          expect([...whole.edgeIndex('r').source]).toEqual(pairs.map(([s]) => s % rows.length));
        },
      ),
    );
  });

  it('widen numbers as they come, and know nulls', () => {
    expect(inferred([1, 2], [1.5])).toEqual({ type: 'float64', nullable: false, values: [1, 2, 1.5] });
    expect(inferred(Int32Array.of(1), BigInt64Array.of(2n))).toEqual({
      type: 'int64',
      nullable: false,
      values: [1n, 2n],
    });
    expect(inferred([null], [true])).toEqual({ type: 'bool', nullable: true, values: [null, true] });
    expect(inferred([null, null])).toEqual({ type: 'utf8', nullable: true, values: [null, null] });
    expect(inferred(new Float32Array(0))).toEqual({ type: 'float32', nullable: false, values: [] });
    expect(inferred({ values: Int8Array.of(1, 2), valid: Uint8Array.of(0, 1) }).values).toEqual([null, 2]);
    expect(inferred(Uint32Array.of(4294967295)).values).toEqual([4294967295n]);
    expect(inferred(vectorFromArray(['x', null]), ['y'])).toMatchObject({ type: 'utf8', values: ['x', null, 'y'] });
    expect(inferred(makeVector(Uint8Array.of(3)), makeVector(Int16Array.of(-1))).values).toEqual([3, -1]);
    expect(inferred([[1, 2], null]).type).toBe('dense');
  });

  it('that bring a column late or leave one out have nulls there', () => {
    const builder = new GraphBuilder()
      .addNodes('a', { x: [1] })
      .addNodes('a', { y: ['b'] })
      .addNodes('a', 1);
    const graph = builder.build();
    expect([column(graph, 'x'), column(graph, 'y')]).toEqual([
      [1, null, null],
      [null, 'b', null],
    ]);
    expect(graph.numNodes('a')).toBe(3);
  });
});

it('copies what it is given, unless told to adopt it', () => {
  for (const adopt of [false, true]) {
    const x = Float32Array.of(1);
    const graph = new GraphBuilder().addNodes('a', { x }, { adopt }).build();
    x[0] = 2;
    expect(column(graph, 'x')).toEqual([adopt ? 2 : 1]);
  }
});

it('gathers the classes of a label column in order of appearance', () => {
  const columns = { y: { role: 'label' } } as const;
  const builder = new GraphBuilder().addNodes('a', { y: ['b', null] }, { columns }).addNodes('a', { y: ['a', 'b'] });
  expect(builder.build().labels('a')).toEqual({
    kind: 'single',
    values: Int32Array.of(0, -1, 1, 0),
    classes: ['b', 'a'],
    numClasses: 2,
  });
});

it('takes ends by id before their nodes, numbers and texts alike', () => {
  const graph = new GraphBuilder()
    .addEdges(['u', 'r', 'v'], { source: Float64Array.of(2 ** 40, 7), target: ['x', '7'] }, { endpoints: 'id' })
    .addEdges(['u', 'r', 'v'], { source: ['7'], target: [7] })
    .addNodes('u', { id: [7, 2 ** 40] }, { ids: 'id' })
    .addNodes('v', { key: ['7', 'x'] }, { ids: 'key' })
    .build();
  expect([[...graph.edgeIndex('r').source], [...graph.edgeIndex('r').target]]).toEqual([
    [1, 0, 0],
    [1, 0, 0],
  ]);
});

it('collecting leaves out what cannot be held, and says why', () => {
  const builder = new GraphBuilder(undefined, { onIssue: 'collect' });
  builder
    .addNodes('a', { id: ['p', 'q', 'p'], x: [1, 2, Number.NaN] }, { ids: 'id' })
    .addNodes('a', { id: ['r'], x: [1, 2] })
    .addNodes('a', { id: ['s'], x: ['one'] })
    .addEdges(['a', 'r', 'a'], { source: ['p', 'z', 'q', null], target: ['q', 'p', 's', 'p'], w: [1, 2, 3, 4] })
    .addEdges(['a', 'r', 'a'], { source: Int32Array.of(0), target: Int32Array.of(4), w: [5] })
    .addEdges(['a', 'to', 'nowhere'], { source: [0], target: [0] });
  const graph = builder.build();
  expect(builder.issues.map(({ code, type, column: name, row }) => [code, type, name, row])).toEqual([
    ['SHAPE_MISMATCH', 'a', 'x', undefined],
    ['WRONG_DTYPE', 'a', 'x', 3],
    ['UNKNOWN_ID', 'a>r>a', 'source', 1],
    ['UNKNOWN_ID', 'a>r>a', 'source', 3],
    ['UNKNOWN_ID', 'a>r>a', 'target', 4],
    ['UNKNOWN_TYPE', 'a>to>nowhere', undefined, undefined],
    ['DUPLICATE_ID', 'a', 'id', 2],
    ['NON_FINITE', 'a', 'x', 2],
  ]);
  expect(graph.numEdges('r')).toBe(2);
  expect([...graph.edgeTable('r').getChild('w')!]).toEqual([1, 3]);
  expect(column(graph, 'x')).toEqual([1, 2, Number.NaN, null]);
});

it('builds once', () => {
  const builder = new GraphBuilder();
  builder.build();
  expect(() => builder.build()).toThrow(expect.objectContaining({ code: 'BUILDER_SPENT' }));
});
