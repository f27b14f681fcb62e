import { describe, expect, it } from 'vitest';
import { type EdgeType, GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';
import {
  Gat,
  Gcn,
  Han,
  HeteroConv,
  type HeteroLayer,
  Hgt,
  MessageGraph,
  neededTypes,
  RGat,
  RGcn,
  reversedTypes,
  Sage,
} from '../../src/layers/index.js';
import { outputStates } from '../../src/layers/internal.js';
import { numTensors, type SparseOperand, type Tensor2D, tensor2d, tidy, usedBytes } from '../../src/tensor/index.js';
import { evaluation } from './cases.js';
import { near } from './check-layer.js';

type Pairs = readonly (readonly [number, number])[];
interface Given {
  readonly type: EdgeType;
  readonly pairs: Pairs;
  readonly inverse?: EdgeType;
  readonly weights?: readonly number[];
}

function graphOf(counts: Readonly<Record<string, number>>, given: readonly Given[]): HeteroGraph {
  const builder = new GraphBuilder({
    nodes: Object.keys(counts).map((name) => ({ name, columns: [] })),
    edges: given.map(({ type, inverse, weights }) => ({
      type,
      columns: weights ? [{ name: 'w', type: 'float32', role: 'weight' } as const] : [],
      ...(inverse ? { inverse } : {}),
    })),
  });
  for (const [name, count] of Object.entries(counts)) builder.addNodes(name, count);
  for (const { type, pairs, weights } of given) {
    const source = Int32Array.from(pairs, ([s]) => s);
    const target = Int32Array.from(pairs, ([, t]) => t);
    builder.addEdges(type, { source, target, ...(weights ? { w: [...weights] } : {}) });
  }
  return builder.build();
}

const names = (graph: HeteroGraph, options = {}) => {
  const messages = MessageGraph.of(graph, options);
  const found = messages.relations.map(({ name }) => name);
  messages.dispose();
  return found;
};
const dense = (operand: SparseOperand) => {
  const csr = operand.arrays(false);
  const rows = Array.from({ length: csr.numRows }, () => new Array<number>(csr.numCols).fill(0));
  for (let i = 0; i < csr.numRows; i++) {
    for (let e = csr.indptr[i]!; e < csr.indptr[i + 1]!; e++) {
      rows[i]![csr.indices[e]!]! += 'values' in csr ? csr.values[e]! : 1;
    }
  }
  return rows;
};
const pairs: Pairs = [
  [0, 1],
  [1, 0],
  [1, 0],
];
const back: Pairs = pairs.map(([s, t]) => [t, s]);
const ab: EdgeType = ['a', 'r', 'b'];
const ba: EdgeType = ['b', 's', 'a'];

describe('relations backwards', () => {
  it('are made where the graph has none, and not where it has them, declared or found by what it holds', () => {
    const counts = { a: 2, b: 2 };
    expect(names(graphOf(counts, [{ type: ab, pairs }]))).toEqual(['a>r>b', 'b>rev_r>a']);
    expect(names(graphOf(counts, [{ type: ab, pairs }]), { reverse: false })).toEqual(['a>r>b']);
    const both = [
      { type: ab, pairs },
      { type: ba, pairs: back },
    ];
    expect(names(graphOf(counts, both))).toEqual(['a>r>b', 'b>s>a']);
    const declared = [
      { type: ab, pairs, inverse: ba },
      { type: ba, pairs: back.toReversed(), inverse: ab },
    ];
    expect(names(graphOf(counts, declared))).toEqual(['a>r>b', 'b>s>a']);
    const other = [
      { type: ab, pairs },
      { type: ba, pairs: [[0, 0]] as Pairs },
    ];
    expect(names(graphOf(counts, other))).toEqual(['a>r>b', 'b>rev_r>a', 'b>s>a', 'a>rev_s>b']);
  });

  it('a relation of one type that holds its own inverse has none; one that does not, has', () => {
    const type: EdgeType = ['a', 'r', 'a'];
    expect(
      names(
        graphOf({ a: 2 }, [
          {
            type,
            pairs: [
              [0, 1],
              [1, 0],
            ],
          },
        ]),
      ),
    ).toEqual(['a>r>a']);
    expect(names(graphOf({ a: 2 }, [{ type, pairs: [[0, 1]] }]))).toEqual(['a>r>a', 'a>rev_r>a']);
  });

  it('names that collide are made longer, those made before too', () => {
    const given = [
      { type: ab, pairs },
      { type: ['b', 'rev_r', 'a'] as EdgeType, pairs: [[0, 0]] as Pairs },
      { type: ['a', 'rev_r', 'b'] as EdgeType, pairs: [[1, 1]] as Pairs },
    ];
    const found = names(graphOf({ a: 2, b: 2 }, given));
    expect(new Set(found).size).toBe(found.length);
    expect(found).toHaveLength(6);
  });

  it('are those of named relations alone, and can be taken from another graph', () => {
    const both = graphOf({ a: 2, b: 2 }, [
      { type: ab, pairs },
      { type: ba, pairs: back },
    ]);
    expect(names(both, { relations: ['r'] })).toEqual(['a>r>b', 'b>rev_r>a']);
    expect(names(both, { relations: ['b>s>a'] })).toEqual(['b>s>a', 'a>rev_s>b']);
    const less = graphOf({ a: 2, b: 2 }, [
      { type: ab, pairs },
      { type: ba, pairs: [] },
    ]);
    expect(names(less)).toHaveLength(4);
    expect(reversedTypes(both)).toEqual([]);
    expect(names(less, { reverse: reversedTypes(both) })).toEqual(['a>r>b', 'b>s>a']);
    const bad = (options: object) => () => MessageGraph.of(both, options);
    expect(bad({ relations: ['x'] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }));
    expect(bad({ relations: [] })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(bad({ reverse: 'yes' })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(bad({ reversed: true })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
    expect(bad({ reverse: ['x>y>z'] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }));
  });

  it('carry edges and weights turned round', () => {
    const messages = MessageGraph.of(graphOf({ a: 2, b: 2 }, [{ type: ab, pairs, weights: [5, 2, 1] }]), {
      weights: true,
    });
    const [forward, backward] = messages.relations;
    expect(dense(forward!.matrix)).toEqual([
      [0, 3],
      [5, 0],
    ]);
    expect(dense(backward!.matrix)).toEqual([
      [0, 5],
      [3, 0],
    ]);
    near(dense(forward!.mean).flat(), [0, 1, 1, 0], 1e-6, 'mean');
    const { mean } = messages.into('b')[0]!;
    const { values } = mean.arrays(false) as { values: Float32Array };
    expect([...values].map((value) => Number(value.toFixed(4)))).toEqual([0.6667, 0.3333, 1]);
    messages.dispose();
    const plain = MessageGraph.of(graphOf({ a: 2, b: 2 }, [{ type: ab, pairs, weights: [5, 2, 1] }]));
    expect(dense(plain.relations[0]!.matrix)).toEqual([
      [0, 2],
      [1, 0],
    ]);
    plain.dispose();
  });
});

describe('the graph without types', () => {
  const graph = graphOf({ a: 2, b: 2, c: 1 }, [
    { type: ab, pairs, weights: [5, 2, 1] },
    { type: ['c', 't', 'b'], pairs: [[0, 0]] },
  ]);

  it('has all relations and self loops, degrees of the whole graph, and weights where they count', () => {
    const messages = MessageGraph.of(graph, { reverse: false });
    const { symmetric, relationOf, numRelations, entries } = messages.homogeneous(['a', 'b', 'c']);
    // b0 has 3 edges and its loop, b1 one and its loop; nobody sends to a and c.
    const [four, two] = [1 / Math.sqrt(4), 1 / Math.sqrt(2)];
    const rows = [
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 2 * four, 1 / 4, 0, four],
      [two, 0, 0, 1 / 2, 0],
      [0, 0, 0, 0, 1],
    ];
    near(dense(symmetric).flat(), rows.flat(), 1e-6, 'symmetric');
    expect([...relationOf]).toEqual([2, 2, 0, 0, 1, 2, 0, 2, 2]);
    expect([numRelations, ...entries]).toEqual([3, 0, 2, 8, 9]);
    messages.dispose();
    const weighted = MessageGraph.of(graph, { reverse: false, weights: true });
    const edges = weighted.homogeneous(['a', 'b', 'c'], ['b']);
    // b0: 2 + 1 from a1, 1 from c0, 1 from itself; b1: 5 from a0, 1 from itself.
    near(dense(edges.matrix).flat(), [0, 3, 1, 0, 1, 5, 0, 0, 1, 0], 1e-6, 'matrix');
    near(dense(edges.mean).flat(), [0, 0.6, 0.2, 0, 0.2, 5 / 6, 0, 0, 1 / 6, 0], 1e-6, 'mean');
    const [five, six] = [Math.sqrt(5), Math.sqrt(6)];
    near(dense(edges.symmetric).flat(), [0, 3 / five, 0.2, 0, 1 / five, 5 / six, 0, 0, 1 / 6, 0], 1e-6, 'symmetric');
    weighted.dispose();
  });

  it('refuses types that send and are not read; knows the rows of the output types in any order', async () => {
    const messages = MessageGraph.of(graph, { reverse: false });
    const refused = expect.objectContaining({ code: 'INVALID_OPTION' });
    expect(() => messages.homogeneous(['a', 'b'])).toThrow(refused);
    expect(() => messages.homogeneous(['a', 'c'], ['b'])).toThrow(refused);
    expect(() => messages.homogeneous(['a', 'b', 'c', 'd'])).toThrow(expect.objectContaining({ code: 'UNKNOWN_TYPE' }));
    const rows = async (inputTypes: string[], outputTypes?: string[]) => {
      const out = tidy(() =>
        outputStates(
          tensor2d(Float32Array.of(1, 2, 3, 4, 5), [5, 1]),
          messages.homogeneous(inputTypes, outputTypes),
        ).clone(),
      );
      const values = [...(await out.data())];
      out.dispose();
      return values;
    };
    expect(await rows(['a', 'b', 'c'])).toEqual([1, 2, 3, 4, 5]);
    expect(await rows(['a', 'b', 'c'], ['b'])).toEqual([3, 4]);
    expect(await rows(['a', 'b', 'c'], ['c', 'b', 'a'])).toEqual([5, 3, 4, 1, 2]);
    messages.dispose();
  });
});

it('neededTypes: what each layer must compute, from the target back', () => {
  const messages = MessageGraph.of(
    graphOf({ a: 1, b: 1, c: 1, d: 1 }, [
      { type: ab, pairs: [[0, 0]] },
      { type: ['c', 't', 'a'], pairs: [[0, 0]] },
    ]),
    { reverse: false },
  );
  expect(neededTypes(messages, 'b', 1)).toEqual([['a', 'b'], ['b']]);
  expect(neededTypes(messages, 'b', 3)).toEqual([['a', 'b', 'c'], ['a', 'b', 'c'], ['a', 'b'], ['b']]);
  expect(neededTypes(messages, 'd', 2)).toEqual([['d'], ['d'], ['d']]);
  messages.dispose();
});

it('gives back all memory: matrices, their normalised forms, joined and untyped ones', () => {
  const before = [numTensors(), usedBytes()];
  const messages = MessageGraph.of(graphOf({ a: 2, b: 2 }, [{ type: ab, pairs }]));
  const widths = { name: 'l', seed: 1, inputWidth: 2, outputWidth: 2 };
  const layers: HeteroLayer[] = [
    new Hgt({ ...widths, schema: messages, heads: 1 }),
    new RGcn({ ...widths, schema: messages }),
    new HeteroConv({ ...widths, schema: messages, convolution: (each) => new Gcn(each) }),
  ];
  const gat = new Gat(widths);
  tidy(() => {
    const zeros = () => tensor2d(new Float32Array(4), [2, 2]);
    const x = new Map([
      ['a', zeros()],
      ['b', zeros()],
    ]);
    for (const layer of layers) layer.forward(x, messages, evaluation);
    const both = tensor2d(new Float32Array(8), [4, 2]);
    return gat.forward(both, both, messages.homogeneous(['a', 'b']), evaluation);
  }).dispose();
  for (const layer of [...layers, gat]) layer.dispose();
  messages[Symbol.dispose]();
  messages.dispose();
  expect([numTensors(), usedBytes()]).toEqual(before);
});

describe('a layer on a graph that is not the one it was made for', () => {
  const whole = graphOf({ a: 2, b: 2 }, [{ type: ab, pairs }]);
  const [full, part] = [MessageGraph.of(whole), MessageGraph.of(whole, { reverse: false })];
  const widths = { name: 'l', seed: 1, inputWidth: 2, outputWidth: 2 };
  const makers: Readonly<Record<string, (schema: MessageGraph) => HeteroLayer>> = {
    RGcn: (schema) => new RGcn({ ...widths, schema }),
    RGat: (schema) => new RGat({ ...widths, schema }),
    Han: (schema) => new Han({ ...widths, schema }),
    Hgt: (schema) => new Hgt({ ...widths, schema, heads: 2 }),
    HeteroConv: (schema) => new HeteroConv({ ...widths, schema, convolution: (each) => new Sage(each) }),
  };
  const states = () =>
    new Map([
      ['a', tensor2d(new Float32Array(4).fill(1), [2, 2])],
      ['b', tensor2d(new Float32Array(4), [2, 2])],
    ]);

  it.each(Object.entries(makers))(
    '%s does without a relation, refuses one more and a type without states',
    (name, make) => {
      const more = make(part);
      expect(() => tidy(() => more.forward(states(), full, evaluation).get('a')!)).toThrow(
        expect.objectContaining({ code: 'MODEL_MISMATCH' }),
      );
      const layer = make(full);
      const a = tidy(() => layer.forward(states(), part, evaluation).get('a') as Tensor2D);
      expect(a.shape).toEqual([2, 2]);
      if (name === 'HeteroConv') expect([...a.dataSync()]).toEqual([0, 0, 0, 0]);
      a.dispose();
      const only = new Map([...states()].filter(([type]) => type === 'b'));
      expect(() => tidy(() => layer.forward(only, full, evaluation).get('b')!)).toThrow(
        expect.objectContaining({ code: 'MISSING_FEATURES' }),
      );
      for (const each of [more, layer]) each.dispose();
    },
  );
});

it('layers refuse options that do not fit together', () => {
  const messages = MessageGraph.of(graphOf({ a: 2, b: 2 }, [{ type: ab, pairs }]));
  const options = { name: 'l', seed: 1, inputWidth: 4, outputWidth: 4, schema: messages };
  const { schema: _, ...plain } = options;
  const refused = expect.objectContaining({ code: 'INVALID_OPTION' });
  expect(() => new Gat({ ...plain, heads: 3 })).toThrow(refused);
  expect(() => new Hgt({ ...options, heads: 3 })).toThrow(refused);
  expect(() => new Han({ ...options, heads: 8 })).toThrow(refused);
  expect(() => new RGcn({ ...options, blocks: 3 })).toThrow(refused);
  expect(() => new RGcn({ ...options, blocks: 2, bases: 2 })).toThrow(refused);
  expect(() => new RGat({ ...options, softmax: 'none' as never })).toThrow(refused);
  expect(() => new Sage({ ...plain, aggregate: 'sum' as never })).toThrow(refused);
  expect(() => new Gcn({ ...plain, bias: false } as never)).toThrow(refused);
  messages.dispose();
});
