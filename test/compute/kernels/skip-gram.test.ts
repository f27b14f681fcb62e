import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { skipGramInto } from '../../../src/compute/internal.js';
import { openPools } from './pools.js';

const pools = openPools();
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

interface Given {
  readonly centres: Float32Array;
  readonly contexts: Float32Array;
  readonly examples: Int32Array;
  readonly width: number;
  readonly negatives: number;
}

/** The kernel on a pool. */
function run(pool: (typeof pools)[number], given: Given, learningRate: number) {
  const { arena } = pool;
  const { width, negatives } = given;
  const arrays = [given.centres, given.contexts, given.examples, new Float32Array(width), new Float64Array(1)];
  const at = arrays.map((values) => arena.copyIn(values));
  const [centres, contexts, examples, scratch, loss] = at as [number, number, number, number, number];
  const count = given.examples.length / (2 + negatives);
  skipGramInto(pool, { centres, contexts, examples, count, width, negatives, scratch, loss }, learningRate);
  const result = {
    centres: arena.float32(centres, given.centres.length).slice(),
    contexts: arena.float32(contexts, given.contexts.length).slice(),
    loss: new Float64Array(arena.memory.buffer, loss, 1)[0]!,
  };
  for (const address of at) arena.free(address);
  return result;
}

/** The loss of an example in float64: -log sigmoid(u.v) - sum log sigmoid(-u.n). */
function lossOf(centres: ArrayLike<number>, contexts: ArrayLike<number>, example: readonly number[], width: number) {
  const [centre, context, ...negatives] = example as [number, number, ...number[]];
  const dot = (node: number) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += centres[centre * width + i]! * contexts[node * width + i]!;
    return sum;
  };
  let loss = Math.log1p(Math.exp(-dot(context)));
  for (const node of negatives) if (node !== context) loss += Math.log1p(Math.exp(dot(node)));
  return loss;
}

describe('skip-gram with negative sampling', () => {
  it('is a step of the example worked out by hand', () => {
    // u = (1, 0), v = (0, 2), n = (1, 1): u.v = 0, u.n = 1. Slopes: sigmoid(0) - 1 = -1/2 and sigmoid(1) = 0.731059.
    const given = {
      ...{ centres: Float32Array.of(1, 0), contexts: Float32Array.of(0, 2, 1, 1), width: 2, negatives: 1 },
      examples: Int32Array.of(0, 0, 1),
    };
    const { centres, contexts, loss } = run(pools[0]!, given, 0.1);
    expect(loss).toBeCloseTo(Math.log(2) + Math.log(1 + Math.E), 5);
    expect(contexts[0]).toBeCloseTo(0.05, 6); // v + 0.1 / 2 u
    expect(contexts[1]).toBeCloseTo(2, 6);
    expect(contexts[2]).toBeCloseTo(1 - 0.0731059, 6); // n - 0.0731 u
    expect(contexts[3]).toBeCloseTo(1, 6);
    expect(centres[0]).toBeCloseTo(1 - 0.0731059, 6); // u + 0.05 v - 0.0731 n, of v and n before the step
    expect(centres[1]).toBeCloseTo(0.1 - 0.0731059, 6);
  });

  it('steps along the gradient of the loss, by finite differences in float64', () => {
    const width = 5;
    const values = (n: number, f: number) => Float32Array.from({ length: n }, (_, i) => Math.sin(f * (i + 1)));
    const given = {
      ...{ centres: values(2 * width, 1.3), contexts: values(4 * width, 0.7), width, negatives: 3 },
      examples: Int32Array.of(1, 0, 2, 3, 3), // a negative twice counts twice in the loss, one after the other in the steps
    };
    const learningRate = 1e-3;
    const after = run(pools[0]!, { ...given, examples: Int32Array.of(1, 0, 2, 3, 0) }, learningRate);
    const tables = [Float64Array.from(given.centres), Float64Array.from(given.contexts)] as const;
    for (const [t, name] of (['centres', 'contexts'] as const).entries()) {
      for (let i = 0; i < tables[t]!.length; i++) {
        const held = tables[t]![i]!;
        const at = (value: number) => {
          tables[t]![i] = value;
          return lossOf(tables[0], tables[1], [1, 0, 2, 3, 0], width);
        };
        const slope = (at(held + 1e-5) - at(held - 1e-5)) / 2e-5;
        tables[t]![i] = held;
        expect((given[name][i]! - after[name][i]!) / learningRate).toBeCloseTo(slope, 3);
      }
    }
  });

  it('is the plain loop one example after another, for any width and number of threads', () => {
    const value = fc.float({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 11 }),
        fc.integer({ min: 0, max: 3 }),
        fc.array(value, { minLength: 88, maxLength: 88 }),
        fc.array(fc.nat(3), { maxLength: 40 }),
        (width, negatives, cells, nodes) => {
          const stride = 2 + negatives;
          const examples = Int32Array.from(nodes.slice(0, nodes.length - (nodes.length % stride)));
          const given = {
            ...{ centres: Float32Array.from(cells.slice(0, 4 * width)), examples, width, negatives },
            contexts: Float32Array.from(cells.slice(44, 44 + 4 * width)),
          };
          const results = pools.map((pool) => run(pool, given, 0.1));
          const u = Float64Array.from(given.centres);
          const v = Float64Array.from(given.contexts);
          let loss = 0;
          for (let from = 0; from < examples.length; from += stride) {
            const [centre, context, ...others] = examples.subarray(from, from + stride) as unknown as number[];
            const change = new Float64Array(width);
            for (const [k, node] of [context!, ...others].entries()) {
              if (k > 0 && node === context) continue;
              let score = 0;
              for (let i = 0; i < width; i++) score += u[centre! * width + i]! * v[node * width + i]!;
              loss += Math.log1p(Math.exp(k === 0 ? -score : score));
              const step = 0.1 * (Number(k === 0) - 1 / (1 + Math.exp(-score)));
              for (let i = 0; i < width; i++) {
                change[i]! += step * v[node * width + i]!;
                v[node * width + i]! += step * u[centre! * width + i]!;
              }
            }
            for (let i = 0; i < width; i++) u[centre! * width + i]! += change[i]!;
          }
          expect(results[0]!.loss).toBeCloseTo(loss, 3);
          for (const [i, each] of u.entries()) expect(results[0]!.centres[i]).toBeCloseTo(each, 4);
          for (const [i, each] of v.entries()) expect(results[0]!.contexts[i]).toBeCloseTo(each, 4);
          for (const other of results) expect(other).toEqual(results[0]);
        },
      ),
      { numRuns: 60 },
    );
  });
});
