import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';
import { createModel, embedNodes } from '../../../src/models/index.js';
import { modalityInputs } from '../../../src/models/polarization/inputs.js';
import { polarizationDefaults } from '../../../src/models/polarization/settings.js';
import { initTensors, makeTensor, multiply, sum, tidy } from '../../../src/tensor/index.js';
import { read } from '../../tensor/check-gradients.js';

beforeAll(() => initTensors());

const normal = (name: string, size: number) => new RandomStream(1, name).fillNormal(new Float32Array(size));
const HAS_TEXT = Uint8Array.of(1, 0, 1, 0, 1);
const HAS_WORDS = Uint8Array.of(1, 1, 0, 0, 1);

/** Five posts: row 3 has neither text nor words. */
function posts(garbage: number, order: readonly number[] = [0, 1, 2, 3, 4]): HeteroGraph {
  const text = normal('text', 10);
  for (const [row, has] of HAS_TEXT.entries()) if (!has) text.fill(garbage, 2 * row, 2 * row + 2);
  const words = order.map((row) => (HAS_WORDS[row] ? [1 + row, 0.5] : [garbage, garbage]));
  const moved = Float32Array.from(order.flatMap((row) => [...text.subarray(2 * row, 2 * row + 2)]));
  const at = (row: number) => order.indexOf(row);
  return graphFromArrays({
    nodes: {
      post: {
        data: {
          text: {
            kind: 'dense',
            numRows: 5,
            width: 2,
            values: moved,
            valid: Uint8Array.from(order, (row) => HAS_TEXT[row]!),
          },
          words: {
            ...{ kind: 'sparse', numRows: 5, width: 3, indptr: Int32Array.of(0, 2, 4, 6, 8, 10) },
            indices: Int32Array.from(order.flatMap((row) => [row % 2, 2])),
            values: Float32Array.from(words.flat()),
            valid: Uint8Array.from(order, (row) => HAS_WORDS[row]!),
          },
        },
      },
      user: 3,
    },
    edges: [
      {
        type: ['user', 'shares', 'post'],
        source: Int32Array.of(0, 0, 1, 1, 2, 2, 0),
        target: Int32Array.from([0, 1, 1, 2, 3, 4, 4], at),
      },
    ],
  });
}

it('sees nothing of what lies at the place of a lacking modality, to the bit', async () => {
  const vectors = async (graph: HeteroGraph) => {
    const settings = { hidden: 4, ownVectors: 'blank' };
    const embeddings = await embedNodes(graph, { model: 'polarization', epochs: 3, settings, seed: 1 });
    return [embeddings.valuesOf('post'), embeddings.valuesOf('user')];
  };
  const right = await vectors(posts(0));
  expect(await vectors(posts(7))).toEqual(right);
  expect(await vectors(posts(-1e30))).toEqual(right);
});

/** The encoder in float64: LayerNorm of every modality, shares by softmax over those that are there. */
function reference(parameters: ReadonlyMap<string, ArrayLike<number>>, hidden: number, withOwn: boolean): number[][] {
  const get = (name: string) => parameters.get(`input/post/${name}`)!;
  const text = normal('text', 10);
  const inputs = Array.from({ length: 5 }, (_, row) => ({
    text: HAS_TEXT[row] ? [text[2 * row]!, text[2 * row + 1]!] : undefined,
    words: HAS_WORDS[row] ? [row % 2 === 0 ? 1 + row : 0, row % 2 === 1 ? 1 + row : 0, 0.5] : undefined,
    own: withOwn ? Array.from({ length: hidden }, (__, c) => get('table')[row * hidden + c]!) : undefined,
  }));
  const normed = (x: readonly number[], name: string) => {
    const mean = x.reduce((total, each) => total + each, 0) / hidden;
    const variance = x.reduce((total, each) => total + (each - mean) ** 2, 0) / hidden;
    return x.map(
      (each, c) =>
        ((each - mean) / Math.sqrt(variance + 1e-5)) * get(`${name}/norm/scale`)[c]! + get(`${name}/norm/shift`)[c]!,
    );
  };
  return inputs.map((row) => {
    const parts = (['text', 'words', 'own'] as const).flatMap((name, k) => {
      const x = row[name];
      if (!x) return [];
      const mapped =
        name === 'own'
          ? x
          : Array.from({ length: hidden }, (_, c) =>
              x.reduce(
                (total, each, d) => total + each * get(`${name}/weight`)[d * hidden + c]!,
                get(`${name}/bias`)[c]!,
              ),
            );
      const state = normed(mapped, name);
      return [{ state, score: state.reduce((total, each, c) => total + each * get(`gate/${k}`)[c]!, 0) }];
    });
    const total = parts.reduce((all, { score }) => all + Math.exp(score), 0);
    return Array.from({ length: hidden }, (_, c) =>
      parts.reduce((all, { state, score }) => all + (Math.exp(score) / total) * state[c]!, 0),
    );
  });
}

it.each(['blank', 'all'] as const)(
  'gives the states and gradients of the slow reference (own vectors: %s)',
  async (ownVectors) => {
    const hidden = 3;
    const graph = posts(5);
    const settings = { ...polarizationDefaults, hidden, ownVectors };
    const shapes = modalityInputs.shapes(graph, ['post'], settings, ['post']);
    expect(shapes).toEqual([
      {
        ...{ name: 'post', width: 5, numNodes: ownVectors === 'all' ? 5 : null },
        modalities: [
          { name: 'text', width: 2 },
          { name: 'words', width: 3 },
        ],
      },
    ]);
    const encoder = modalityInputs.encoder(graph, shapes, settings, 1);
    for (const each of encoder.parameters) each.write(normal(each.name, each.size).map((value) => value + 0.1));
    const { parameters } = encoder;
    const at = await Promise.all(parameters.map(async (each) => Float64Array.from(await each.read())));
    const expected = (values: readonly Float64Array[]) =>
      reference(new Map(parameters.map(({ name }, p) => [name, values[p]!])), hidden, ownVectors === 'all').flat();
    const tensor = tidy(() => encoder.forward().get('post')!.clone());
    const found = await tensor.data();
    tensor.dispose();
    for (const [i, value] of expected(at).entries()) expect(found[i]).toBeCloseTo(value, 4);
    const factors = normal('factors', 5 * hidden);
    const scalar = () =>
      sum(
        multiply(
          encoder.forward().get('post')!,
          makeTensor([5, hidden], (c) => c.set(factors)),
        ),
      );
    const { gradients } = await read(scalar, parameters);
    const weighed = (values: readonly Float64Array[]) =>
      expected(values).reduce((total, value, i) => total + value * factors[i]!, 0);
    for (const [p, { name, size }] of parameters.entries()) {
      for (let i = 0; i < size; i++) {
        const probe = (by: number) => weighed(at.map((each, q) => (q === p ? each.with(i, each[i]! + by) : each)));
        const slope = (probe(1e-5) - probe(-1e-5)) / 2e-5;
        expect(Math.abs(gradients[p]![i]! - slope), `${name}[${i}]`).toBeLessThan(2e-3 * Math.max(1, Math.abs(slope)));
      }
    }
    encoder.dispose();
  },
);

it('gives nodes in another order the same vectors', async () => {
  const settings = { hidden: 4, ownVectors: 'blank', layers: 2 };
  const embeddings = await embedNodes(posts(0), { model: 'polarization', epochs: 2, settings, seed: 1 });
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 5 }), async (order) => {
      const moved = await embeddings.ofGraph(posts(0, order));
      for (const [i, row] of order.entries()) {
        const [is, was] = [moved.embed('post', Int32Array.of(i)), embeddings.embed('post', Int32Array.of(row))];
        for (const [c, value] of was.values.entries()) expect(is.values[c]).toBeCloseTo(value, 4);
      }
    }),
    { numRuns: 5 },
  );
});

it('names the columns that it cannot read', async () => {
  const learned = (modalities: object) =>
    embedNodes(posts(0), { model: 'polarization', epochs: 1, settings: { hidden: 4, modalities }, seed: 1 });
  await expect(learned({ post: ['picture'] })).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  await expect(learned({ post: [] })).rejects.toMatchObject({ code: 'INVALID_OPTION' });
  expect((await learned({ post: ['words'] })).width).toBe(4);
  expect(() => createModel('polarization', { settings: { ownVectors: 'some' } })).toThrow(
    expect.objectContaining({ code: 'INVALID_OPTION' }),
  );
});
