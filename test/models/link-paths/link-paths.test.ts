import { expect, it } from 'vitest';
import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, joinLinks } from '../../../src/graph/index.js';
import { createLinkModel, restoreLinkModel } from '../../../src/models/index.js';
import { fitLogistic } from '../../../src/models/link-paths/logistic.js';
import { PathFeatures, type Step } from '../../../src/models/link-paths/path-features.js';
import { rocAucOf } from '../../../src/training/index.js';
import { ITEMS, shop, shopProblem, USERS } from '../links/toy.js';

/** Entries of a matrix, given as its rows. */
function step(
  name: string,
  from: string,
  to: string,
  rows: readonly number[][],
  numCols: number,
  isLinks = false,
): Step {
  const indptr = Int32Array.of(0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length));
  return {
    name,
    from,
    to,
    isLinks,
    csr: { numRows: rows.length, numCols, indptr, indices: Int32Array.from(rows.flat()) },
  };
}

it('features worked out by hand', () => {
  // User 0 bought items 0 and 1, user 1 item 1; user 0 knows user 1.
  const buys = [[0, 1], [1]];
  const steps = [
    step('buys', 'user', 'item', buys, 3, true),
    step('bought', 'item', 'user', [[0], [0, 1], []], 2, true),
    step('knows', 'user', 'user', [[1], []], 2),
  ];
  const two = new PathFeatures(steps, ['user', 'item'], 2, (type) => (type === 'user' ? 2 : 3));
  expect(two.names).toEqual(['knows buys', 'source buys', 'source knows', 'target bought']);
  const [knows, own, friends, bought] = two.of(0, 'target');
  // 0 knows 1: 1 / sqrt(1 * 1); 1 bought 1: 1 / sqrt(1 * 2).
  expect([...knows!].map((value) => Math.exp(value) - 1e-4)).toEqual(
    [0, Math.SQRT1_2, 0].map((v) => expect.closeTo(v, 9)),
  );
  expect([...own!]).toEqual([2, 2, 2].map(Math.log1p));
  expect([...friends!]).toEqual([1, 1, 1].map(Math.log1p));
  expect([...bought!]).toEqual([1, 2, 0].map(Math.log1p));
  const three = new PathFeatures(steps, ['user', 'item'], 3, (type) => (type === 'user' ? 2 : 3));
  expect(three.names.slice(0, three.numPaths)).toEqual(['buys bought buys', 'knows buys', 'knows knows buys']);
  // From user 1 by item 1, 1 / sqrt(1 * 2), and user 0, 1 / sqrt(2 * 2), to item 0, 1 / sqrt(2 * 1).
  const [again] = three.of(1, 'target');
  expect(Math.exp(again![0]!) - 1e-4).toBeCloseTo(1 / 4, 9);
  // Asked from the other end, a pair has the same features.
  for (let user = 0; user < 2; user++) {
    for (let item = 0; item < 3; item++) {
      const [forward, back] = [three.of(user, 'target'), three.of(item, 'source')];
      for (const [f, column] of forward.entries()) expect(back[f]![user]).toBeCloseTo(column[item]!, 9);
    }
  }
});

it('the regression has no slope left at its weights, and finds those of a plane', () => {
  const random = new RandomStream(1, 'plane');
  const n = 2000;
  const rows = Float64Array.from({ length: 2 * n }, () => random.nextNormal());
  const isLink = Uint8Array.from({ length: n }, (_, i) =>
    Number(random.next() < 1 / (1 + Math.exp(-(2 * rows[2 * i]! - rows[2 * i + 1]! + 0.5)))),
  );
  const weights = fitLogistic(rows, isLink, 1);
  expect([...weights]).toEqual([2, -1, 0.5].map((value) => expect.closeTo(value, 0)));
  const slope = [0, 1].map((j) =>
    isLink.reduce((sum, y, i) => {
      const z = weights[0]! * rows[2 * i]! + weights[1]! * rows[2 * i + 1]! + weights[2]!;
      return sum + (1 / (1 + Math.exp(-z)) - y) * rows[2 * i + j]!;
    }, weights[j]!),
  );
  for (const each of slope) expect(each).toBeCloseTo(0, 5);
});

it('finds planted links, and refuses other graphs and forged weights', async () => {
  const problem = shopProblem();
  const model = createLinkModel('link-paths');
  await model.fit(problem);
  const { positive, negative, graph } = problem.split.test;
  const scores = await model.score(joinLinks([positive, negative]), { graph });
  const isLink = Uint8Array.from(scores, (_, i) => Number(i < positive.source.length));
  expect(rocAucOf(Float64Array.from(scores), isLink)).toBeGreaterThan(0.65);
  const { source, target } = shop().edgeIndex('buys');
  const other = graphFromArrays({
    nodes: { user: USERS, item: ITEMS },
    edges: [{ type: ['user', 'buys', 'item'], source, target }],
  });
  await expect(model.score(positive, { graph: other })).rejects.toMatchObject({ code: 'MODEL_MISMATCH' });
  const saved = await model.save();
  const mismatch = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
  expect(() => restoreLinkModel({ ...saved, weights: saved.weights.slice(1) })).toThrow(mismatch);
  expect(() => restoreLinkModel({ ...saved, state: { names: [['a']] } })).toThrow(mismatch);
  expect(() => restoreLinkModel({ ...saved, state: {} })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
});
