import { expect, it } from 'vitest';
import { nodeSequences, unionGraph } from '../../../src/layers/index.js';
import { hinormer } from '../../../src/models/hinormer/model.js';
import { rowsAtOnce } from '../../../src/models/hinormer/settings.js';
import { tensor2d, tidy } from '../../../src/tensor/index.js';
import { near, normal } from '../../layers/check-layer.js';
import {
  dot,
  linearMap,
  mapped,
  plus,
  type Rows,
  rowsOf,
  sumOf,
  times,
  type Values,
} from '../../layers/reference/algebra.js';
import { messageGraph, oddGraph } from '../../layers/reference/graph.js';
import { hinormer as transformer } from '../../layers/reference/typed.js';

// Of one layer, its states are of nodes and only first ones are computed; of three, each is a case of its own.
it.each([
  [1, true],
  [2, false],
  [3, true],
])(
  'with %i layers agrees with float64, layer by layer, for all rows and some in any order, own states added: %s',
  async (layers, residual) => {
    const types = ['a', 'b', 'empty', 'one'];
    const messages = messageGraph(oddGraph);
    const settings = {
      ...hinormer.defaults,
      layers,
      residual,
      hidden: 4,
      sequenceLength: 5,
      encoderLayers: 2,
      beta: 0.5,
      temperature: 0.7,
    };
    const shape = { schema: messages, types: [types, ['a']], target: 'a', inputWidth: 4, numOutputs: 3, seed: 4 };
    const stack = hinormer.build({ ...shape, numRelations: messages.relations.length }, settings);
    for (const p of stack.parameters) p.write(normal(p.name, p.size).map((value) => 0.6 * value + 0.1));
    const values = new Map<string, ArrayLike<number>>();
    for (const p of stack.parameters) values.set(p.name, await p.read());
    const of =
      (prefix: string): Values =>
      (name) =>
        values.get(`${prefix}${name}`)!;

    const firsts = [0, 4, 7, 7];
    const neighbours = Array.from({ length: 8 }, () => new Set<number>());
    for (const { source, target, edges } of oddGraph.relations) {
      for (const [s, t] of edges) {
        const [from, to] = [firsts[types.indexOf(source)]! + s, firsts[types.indexOf(target)]! + t];
        if (from === to) continue;
        neighbours[from]!.add(to);
        neighbours[to]!.add(from);
      }
    }
    const convolved = (x: Rows, i: number) =>
      sumOf(
        [...neighbours[i]!].map((j) => times(x[j]!, 1 / Math.sqrt(neighbours[i]!.size * neighbours[j]!.size))),
        x[0]!.length,
      );
    const typeOf = [0, 0, 0, 0, 1, 1, 1, 3];
    const input = normal('input', 32);
    let states = rowsOf(input, 8, 4);
    let relations: Rows = typeOf.map((type) => types.map((_, t) => (t === type ? 1 : 0)));
    for (let l = 0; l < 2; l++) {
      const { weight, bias } = {
        weight: values.get(`encoder/${l}/weight`)!,
        bias: Array.from(values.get(`encoder/${l}/bias`)!),
      };
      const through = states.map((row) => mapped(row, weight, 4));
      states = through.map((_, i) => plus(convolved(through, i), bias).map((value) => Math.max(0, value)));
      const scaled = relations.map((row, i) => times(row, values.get(`relations/${l}/weights`)![typeOf[i]!]!));
      relations = scaled.map((_, i) => convolved(scaled, i));
    }
    const union = unionGraph(messages, types);
    const options = { start: 0, count: 4, length: 5, seed: 4 };
    const sequences = [...nodeSequences(union.edges.matrix.arrays(false), options)];
    let hidden: Rows = sequences.map((node) => states[node]!);
    const around: Rows = sequences.map((node) => relations[node]!);
    for (let l = 0; l < settings.layers; l++) {
      hidden = transformer(hidden, around, of(`layer/${l}/`), { length: 5, heads: 2, beta: 0.5, temperature: 0.7 });
    }
    const right = [0, 5, 10, 15].map((first) => {
      const own = values.get('residual');
      const mine = rowsOf(input, 8, 4)[first / 5]!.map((value, c) => value * (own?.[c] ?? 0));
      const scores = linearMap(plus(hidden[first]!, mine), of(''), 'output');
      return times(scores, 1 / Math.sqrt(dot(scores, scores)));
    });

    const scoresOf = async (rows?: Int32Array) => {
      const out = tidy(() => {
        const x = new Map(
          types.map((type, t) => {
            const [from, count] = [firsts[t]! * 4, oddGraph.counts[type]!];
            return [type, tensor2d(input.slice(from, from + count * 4), [count, 4])] as const;
          }),
        );
        const mode = { training: false } as const;
        return (rows ? stack.forwardRows!(x, messages, rows, mode) : stack.forward(x, messages, mode)).scores.clone();
      });
      const found = [...(await out.data())];
      out.dispose();
      return found;
    };
    near(await scoresOf(), right.flat(), 1e-4, 'scores');
    near(await scoresOf(Int32Array.of(2, 0)), [...right[2]!, ...right[0]!], 1e-4, 'scores of two');
    for (const each of [stack, union, messages]) each.dispose();
  },
);

it('batches are as many sequences as fit into memory, at least one', () => {
  const { presets, defaults } = hinormer;
  expect(rowsAtOnce(presets!['hgb-dblp']!)).toBe(1953);
  expect(rowsAtOnce(presets!['hgb-imdb']!)).toBe(555);
  expect(rowsAtOnce({ ...defaults, sequenceLength: 10_000 })).toBe(1);
});
