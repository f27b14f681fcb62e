import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestInvitees } from '../../../src/influence/invite/best-invitees.js';
import { inviteMetrics } from '../../../src/influence/invite/invite-metrics.js';
import { Invitees } from '../../../src/influence/invite/invitees.js';
import { simpleRows } from '../../../src/influence/invite/simple-rows.js';
import { bestInviteesReference } from './best-invitees-reference.js';
import { friendLists, randomEdges } from './random-friends.js';

const listsOf = (numNodes: number, lists: Readonly<Record<number, readonly number[]>>) => {
  const inviters = Object.keys(lists).map(Number);
  const starts = [0];
  for (const u of inviters) starts.push(starts.at(-1)! + lists[u]!.length);
  const invitees = Int32Array.from(inviters.flatMap((u) => lists[u]!));
  const ranked = { starts: Int32Array.from(starts), invitees, scores: new Float32Array(invitees.length) };
  return new Invitees({ method: 'test', k: 3, numNodes, sets: 0 }, Int32Array.from(inviters), ranked, (node) => node);
};

it('gives the numbers of a hand-worked example', () => {
  // 0 truly invited 2, 3 and 4; 1 invited 2; 2 invited 5; 3 invited 5 and 6; 4 nobody. 7 invited nobody and is left out.
  const truth = {
    numNodes: 8,
    source: Int32Array.of(0, 0, 0, 1, 2, 3, 3, 0, 0),
    target: Int32Array.of(2, 3, 4, 2, 5, 5, 6, 0, 2),
  };
  const { recall, ndcg, spread, idealSpread, nspread, numInviters } = inviteMetrics(
    listsOf(8, { 0: [2, 7, 4], 1: [5, 2], 7: [1] }),
    truth,
  );
  expect(numInviters).toBe(2);
  expect([...recall]).toEqual([1 / 3 / 2, (1 / 3 + 1) / 2, (2 / 3 + 1) / 2]);
  const second = 1 / Math.log2(3);
  expect([...ndcg]).toEqual([
    0.5,
    expect.closeTo((1 / (1 + second) + second) / 2, 12),
    expect.closeTo((1.5 / (1 + second + 0.5) + second) / 2, 12),
  ]);
  // Hits of 0: 2 (which reaches 5), then 4. The best one is 3 (with 5 and 6), the best two 2 and 3; 1 has 2 (with 5) alone.
  expect([...spread]).toEqual([2, 2, 3]);
  expect([...idealSpread]).toEqual([4, 4, 5]);
  expect([...nspread]).toEqual([2 / 4, 2 / 4, 3 / 5]);
});

it('finds the best invitees as going through all choices does', () => {
  fc.assert(
    fc.property(randomEdges(9), fc.integer({ min: 1, max: 4 }), (random, k) => {
      const rows = simpleRows(random);
      const best = bestInvitees(rows, random.numNodes, k);
      for (let u = 0; u < random.numNodes; u++) expect(best(u)).toEqual(bestInviteesReference(rows, k, u));
    }),
    { numRuns: 300 },
  );
});

it('gives up a search that would take too long, with a code', () => {
  // Everybody invited reaches half of the others: no choice is much better than another.
  const [source, target]: [number[], number[]] = [[], []];
  for (let v = 1; v <= 30; v++) {
    source.push(0);
    target.push(v);
    for (let i = 0; i < 20; i++) {
      source.push(v);
      target.push(31 + ((v * 7 + i * 3) % 40));
    }
  }
  const rows = simpleRows({ numNodes: 71, source: Int32Array.from(source), target: Int32Array.from(target) });
  expect(() => bestInvitees(rows, 71, 15, 1000)(0)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
});

it('agrees with the definitions, set by set', () => {
  const shapes = randomEdges(7).chain((random) =>
    fc.record({
      random: fc.constant(random),
      lists: fc.array(fc.uniqueArray(fc.nat(random.numNodes - 1), { maxLength: 4 }), {
        minLength: random.numNodes,
        maxLength: random.numNodes,
      }),
    }),
  );
  fc.assert(
    fc.property(shapes, ({ random, lists }) => {
      const truth = friendLists(random);
      const judged = truth.flatMap((list, u) => (list.length > 0 ? [u] : []));
      const made = listsOf(random.numNodes, { ...lists });
      if (judged.length === 0) {
        expect(() => inviteMetrics(made, random)).toThrow(expect.objectContaining({ code: 'NO_TARGETS' }));
        return;
      }
      const metrics = inviteMetrics(made, random);
      const mean = (of: (u: number) => number) => judged.reduce((sum, u) => sum + of(u), 0) / judged.length;
      const dcg = (hits: readonly boolean[]) => hits.reduce((sum, hit, i) => sum + (hit ? 1 / Math.log2(i + 2) : 0), 0);
      const reach = (nodes: number[]) => new Set(nodes.flatMap((v) => [v, ...truth[v]!])).size;
      const rows = simpleRows(random);
      [1, 2, 3].forEach((k, i) => {
        const hits = (u: number) => lists[u]!.slice(0, k).filter((v) => truth[u]!.includes(v));
        expect(metrics.recall[i]).toBeCloseTo(
          mean((u) => hits(u).length / truth[u]!.length),
          12,
        );
        const gain = (u: number) => dcg(lists[u]!.slice(0, k).map((v) => truth[u]!.includes(v)));
        const most = (u: number) => dcg(truth[u]!.slice(0, k).map(() => true));
        expect(metrics.ndcg[i]).toBeCloseTo(
          mean((u) => gain(u) / most(u)),
          12,
        );
        expect(metrics.spread[i]).toBe(reach(judged.flatMap(hits)));
        const ideal = reach(judged.flatMap((u) => [...bestInviteesReference(rows, k, u)]));
        expect(metrics.idealSpread[i]).toBe(ideal);
        expect(metrics.nspread[i]).toBe(metrics.spread[i]! / ideal);
      });
    }),
  );
});

it('is 1 for the best lists', () => {
  fc.assert(
    fc.property(randomEdges(7), (random) => {
      const rows = simpleRows(random);
      if (rows.indices.length === 0) return;
      const best = bestInvitees(rows, random.numNodes, 3);
      const lists = Object.fromEntries(Array.from({ length: random.numNodes }, (_, u) => [u, best(u)]));
      const { ndcg, nspread } = inviteMetrics(listsOf(random.numNodes, lists), random, { at: [3] });
      expect([ndcg[0], nspread[0]]).toEqual([expect.closeTo(1, 12), 1]);
    }),
  );
});

it('refuses lengths and truths that do not fit', () => {
  const truth = { numNodes: 2, source: Int32Array.of(0), target: Int32Array.of(1) };
  const made = listsOf(2, { 0: [1] });
  for (const at of [[], [0], [1.5]]) {
    expect(() => inviteMetrics(made, truth, { at })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  }
  expect(() => inviteMetrics(made, { ...truth, numNodes: 3 })).toThrow(
    expect.objectContaining({ code: 'SHAPE_MISMATCH' }),
  );
});
