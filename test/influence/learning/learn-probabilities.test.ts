import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeteroGraphError } from '../../../src/core/index.js';
import { graphFromArrays } from '../../../src/graph/index.js';
import type { ActionLog } from '../../../src/influence/learning/action-log.js';
import type { CreditModel, LearnOptions } from '../../../src/influence/learning/learn-probabilities.js';
import { learnProbabilities } from '../../../src/influence/learning/learn-probabilities.js';
import { learnReference } from './learn-reference.js';
import { planted } from './planted.js';

const models: CreditModel[] = ['likelihood', 'bernoulli', 'jaccard', 'partial-bernoulli', 'partial-jaccard'];
const edgesOf = (numNodes: number, pairs: readonly (readonly [number, number])[]) => ({
  numNodes,
  source: Int32Array.from(pairs, (pair) => pair[0]),
  target: Int32Array.from(pairs, (pair) => pair[1]),
});
const logOf = (rows: readonly (readonly [user: number, action: number | string, time: number])[]) => ({
  user: rows.map((row) => row[0]),
  action: rows.map((row) => row[1]),
  time: rows.map((row) => row[2]),
});

describe('learning from a log', () => {
  // In x, both 0 and 1 may have led to 2; in y, 0 alone; in z, 2 was first.
  const edges = {
    numNodes: 3,
    source: Int32Array.of(0, 1),
    target: Int32Array.of(2, 2),
  };
  const log = logOf([
    [2, 'x', 5],
    [0, 'x', 1],
    [1, 'x', 4],
    [0, 'y', 0],
    [2, 'y', 1],
    [2, 'z', 0],
    [0, 'z', 3],
    [1, 'w', 0],
    [2, 'x', 9],
  ]);
  const learn = async (options: LearnOptions) => [...(await learnProbabilities(edges, log, options)).probability];
  const float32 = (...values: number[]) => values.map(Math.fround);

  it('gives the numbers of a hand-worked log', async () => {
    expect(await learn({ model: 'bernoulli' })).toEqual(float32(2 / 3, 1 / 2));
    expect(await learn({ model: 'jaccard' })).toEqual(float32(2 / 3, 1 / 4));
    expect(await learn({ model: 'partial-bernoulli' })).toEqual(float32(1.5 / 3, 0.5 / 2));
    expect(await learn({ model: 'partial-jaccard' })).toEqual(float32(1.5 / 3, 0.5 / 4));
    expect(await learn({ model: 'bernoulli', window: 3 })).toEqual(float32(1 / 3, 1 / 2));
    // 0 tried in x and y, 1 in x and w. y is 0's for sure; with 1 for 0, nothing of x is left for 1.
    const [first, second] = await learn({ maxIterations: 10_000, tolerance: 1e-9 });
    expect(first).toBeCloseTo(1, 2);
    expect(second).toBeCloseTo(0, 2);
    const learnt = await learnProbabilities(edges, log);
    expect([...learnt.trials]).toEqual([2, 2]);
    expect(learnt.summary).toMatchObject({ numActions: 4, numActs: 8, numRepeats: 1, numTried: 2, converged: true });
  });

  it('agrees with the reference', async () => {
    const shapes = fc.integer({ min: 1, max: 6 }).chain((n) => {
      const node = fc.nat(n - 1);
      return fc.record({
        n: fc.constant(n),
        pairs: fc.array(fc.tuple(node, node), { maxLength: 15 }),
        rows: fc.array(fc.tuple(node, fc.nat(3), fc.nat(5)), { maxLength: 25 }),
        model: fc.constantFrom(...models),
        window: fc.constantFrom(1, 2, Number.POSITIVE_INFINITY),
      });
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ n, pairs, rows, model, window }) => {
        const options = { model, window, maxIterations: 7, tolerance: 0 };
        const learnt = await learnProbabilities(edgesOf(n, pairs), logOf(rows), options);
        const iterations = learnt.summary.iterations ?? 0;
        const expected = learnReference(edgesOf(n, pairs), logOf(rows), { model, window, iterations });
        expect(learnt.probability.length).toBe(pairs.length);
        learnt.probability.forEach((p, e) => {
          expect(p).toBeCloseTo(expected[e]!, 6);
          expect(learnt.standardError[e]).toBeGreaterThan(0);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('never lowers the likelihood', async () => {
    const { edges, log } = planted({ numNodes: 40, numEdges: 160, cascades: 60, seed: 3 });
    let last = Number.NEGATIVE_INFINITY;
    for (const maxIterations of [1, 2, 3, 5, 10, 50]) {
      const { summary } = await learnProbabilities(edges, log, { window: 1, maxIterations, tolerance: 0 });
      expect(summary.logLikelihood).toBeGreaterThanOrEqual(last - 1e-9);
      last = summary.logLikelihood!;
    }
  });

  it('recovers planted probabilities within their errors', async () => {
    const { edges, probability, log } = planted({ numNodes: 300, numEdges: 1200, cascades: 6000, seed: 1 });
    const learnt = await learnProbabilities(edges, log, { window: 1 });
    const tried = [...probability.keys()].filter((e) => learnt.trials[e]! >= 30);
    expect(tried.length).toBeGreaterThan(1000);
    const scores = tried.map((e) => (learnt.probability[e]! - probability[e]!) / learnt.standardError[e]!);
    const mean = scores.reduce((sum, z) => sum + z, 0) / scores.length;
    const square = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
    expect(Math.abs(mean)).toBeLessThan(0.12);
    expect(Math.sqrt(square)).toBeGreaterThan(0.85);
    expect(Math.sqrt(square)).toBeLessThan(1.15);
    expect(scores.filter((z) => Math.abs(z) > 4).length).toBeLessThan(0.005 * scores.length);
    // Counting everybody before an act in full overrates them: the likelihood is nearer to the truth.
    const counted = await learnProbabilities(edges, log, { window: 1, model: 'bernoulli' });
    const error = (column: Float32Array) => tried.reduce((sum, e) => sum + (column[e]! - probability[e]!) ** 2, 0);
    expect(error(learnt.probability)).toBeLessThan(error(counted.probability));
  });

  it('knows the users of a graph by their ids', async () => {
    const graph = graphFromArrays({
      nodes: { user: { data: { id: ['a', 'b', 'c'] }, ids: 'id' } },
      edges: [{ type: ['user', 'follows', 'user'], source: edges.source, target: edges.target }],
    });
    const named = { ...log, user: log.user.map((user) => 'abc'[user]!) };
    const learnt = await learnProbabilities(graph, named, { model: 'bernoulli' });
    expect([...learnt.probability]).toEqual(float32(2 / 3, 1 / 2));
    named.user[4] = 'nobody';
    await expect(learnProbabilities(graph, named)).rejects.toMatchObject({
      code: 'UNKNOWN_ID',
      location: { row: 4, column: 'user', type: 'user' },
    });
  });

  it('refuses what makes no sense', async () => {
    const refusal = async (log: ActionLog, options?: LearnOptions) => {
      const error = await learnProbabilities(edges, log, options).catch((error: unknown) => error);
      return error instanceof HeteroGraphError ? [error.code, error.location.row, error.location.column] : error;
    };
    expect(await refusal(logOf([[3, 0, 0]]))).toEqual(['INDEX_OUT_OF_RANGE', 0, 'user']);
    expect(await refusal({ user: [0, 1], action: [0, 0], time: [0, Number.NaN] })).toEqual(['NON_FINITE', 1, 'time']);
    expect(await refusal({ ...log, time: [1] })).toEqual(['SHAPE_MISMATCH', undefined, 'time']);
    expect(await refusal(log, { window: 0 })).toEqual(['INVALID_OPTION', undefined, 'window']);
    expect(await refusal(log, { model: 'guess' as CreditModel })).toEqual(['INVALID_OPTION', undefined, 'model']);
    expect(await refusal(log, { maxIterations: 0 })).toEqual(['INVALID_OPTION', undefined, 'maxIterations']);
    expect(await refusal(log, { tolerance: -1 })).toEqual(['INVALID_OPTION', undefined, 'tolerance']);
    const mixed = graphFromArrays({
      nodes: { user: 3, item: 2 },
      edges: [{ type: ['user', 'buys', 'item'], source: [0], target: [1] }],
    });
    await expect(learnProbabilities(mixed, log)).rejects.toMatchObject({ code: 'AMBIGUOUS' });
    await expect(learnProbabilities(mixed, log, { relation: 'buys' })).rejects.toMatchObject({
      code: 'INVALID_OPTION',
    });
    const outside = { ...edges, target: Int32Array.of(2, 3) };
    await expect(learnProbabilities(outside, log)).rejects.toMatchObject({
      code: 'INDEX_OUT_OF_RANGE',
      location: { row: 1, column: 'target' },
    });
  });

  it('stops when told to', async () => {
    const { edges, log } = planted({ numNodes: 500, numEdges: 3000, cascades: 2000, seed: 1 });
    const controller = new AbortController();
    const learning = learnProbabilities(edges, log, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
      tolerance: 0,
      maxIterations: 100_000,
    });
    await expect(learning).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('can be shown, as text, JSON and Arrow', async () => {
    const learnt = await learnProbabilities(edges, log, { model: 'bernoulli' });
    expect(String(learnt)).toContain('8 acts in 4 actions (1 repeats left out), 2 edges tried');
    expect(JSON.parse(JSON.stringify(learnt))).toMatchObject({ model: 'bernoulli', window: null, trials: [3, 2] });
    const table = learnt.toArrow();
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      'probability',
      'trials',
      'successes',
      'standardError',
    ]);
    expect(table.numRows).toBe(2);
  });

  it('takes nothing for an answer', async () => {
    const learnt = await learnProbabilities(edgesOf(0, []), logOf([]));
    expect(learnt.probability.length).toBe(0);
    const idle = await learnProbabilities(edges, logOf([]));
    expect([...idle.probability, ...idle.trials]).toEqual([0, 0, 0, 0]);
  });
});
