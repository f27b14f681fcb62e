import { describe, expect, it } from 'vitest';
import type { HeteroGraphError } from '../../../src/core/index.js';
import { BoostedTrees } from '../../../src/models/gbdt/boosted-trees.js';
import type { FitTreesOptions } from '../../../src/models/gbdt/fit-options.js';
import { meanNdcg, Queries } from '../../../src/models/gbdt/losses/queries.js';
import { lambdarankLoss } from '../../../src/models/gbdt/losses/ranking.js';
import { plantedLists } from './lists.js';

const discount = 1 / Math.log2(3);

describe('lambdarank', () => {
  it('has gradients as worked out by hand', () => {
    // Lists of rows 0, 2 and of row 1 alone. At equal scores row 0 is first: changing places changes the gain by 1 - 1 / log2(3).
    const [groups, targets] = [Int32Array.of(0, 1, 0), Float64Array.of(1, 2, 0)];
    const settings = { rankingPlaces: 30, rankingNorm: false };
    const [first, second] = [new Float64Array(3), new Float64Array(3)];
    lambdarankLoss(groups, targets, settings).gradients([new Float64Array(3)], targets, 0, first, second);
    const pull = (1 - discount) / 2;
    expect([...first]).toEqual([-pull, 0, pull]);
    expect([...second]).toEqual([pull / 2, 0, pull / 2]);
    // With the norm: 2 in front, so row 0 is second; the change is divided by 0.01 + 2, all by what the sum is more than its logarithm.
    const scores = Float64Array.of(0, 0, 2);
    lambdarankLoss(groups, targets, { ...settings, rankingNorm: true }).gradients([scores], targets, 0, first, second);
    const [change, chance] = [(1 - discount) / 2.01, 1 / (1 + Math.exp(-2))];
    const total = 2 * chance * change;
    const factor = Math.log2(1 + total) / total;
    expect(first[2]).toBeCloseTo(chance * change * factor, 14);
    expect(second[0]).toBeCloseTo(chance * (1 - chance) * change * factor, 14);
  });

  it('takes any numbers of lists, in their order', () => {
    const queries = new Queries(Int32Array.of(2_000_000_000, 7, 2_000_000_000));
    expect([queries.count, [...queries.rows]]).toEqual([2, [1, 0, 2]]);
  });

  it('counts NDCG of the first places, 1 of a list without a relevant row', () => {
    const queries = new Queries(Int32Array.of(0, 0, 0, 2, 2));
    const [scores, relevances] = [Float64Array.of(3, 2, 1, 0, 1), Float64Array.of(0, 1, 2, 0, 0)];
    expect(meanNdcg(queries, scores, relevances, 2)).toBeCloseTo((1 + discount / (3 + discount)) / 2, 14);
  });

  it('comes to what LightGBM 4.7.0 comes to', async () => {
    // Few values, so that bins are the same. LightGBM: objective lambdarank, num_leaves 6, min_data_in_bin 1, 5 rounds.
    const { columns: drawn, targets, groups } = plantedLists(40, 15, 3);
    const columns = drawn.map((each) => ({ ...each, values: each.values.map((x) => Math.floor(8 * x)) }));
    const common = { loss: 'lambdarank', numTrees: 5, numLeaves: 6, minDataInBin: 1 } as const;
    const options = { groups, valid: { columns, targets, groups } };
    const norm = await BoostedTrees.fit(columns, targets, common, options);
    for (const [i, ndcg] of [0.8871033, 0.9186509, 0.9345813].entries()) {
      expect(1 - norm.figures[i]!).toBeCloseTo(ndcg, 6);
    }
    const plain = await BoostedTrees.fit(
      columns,
      targets,
      { ...common, rankingNorm: false, rankingPlaces: 4 },
      options,
    );
    for (const [i, ndcg] of [0.8782873, 0.8787589, 0.8787589, 0.8793471, 0.8793471].entries()) {
      expect(1 - plain.figures[i]!).toBeCloseTo(ndcg, 6);
    }
    const predicted = plain.predict(columns);
    for (const [i, score] of [-0.7675113, -0.7675113, -0.6473769, -0.6473769, -0.0724412, -0.6473769].entries()) {
      expect(Math.abs(predicted[i]! - score)).toBeLessThan(1e-5);
    }
    expect(BoostedTrees.fromText(plain.toText()).predict(columns)).toEqual(predicted);
  });

  it('is refused by a code without lists, or with what are none', async () => {
    const { columns, targets, groups } = plantedLists(3, 30, 1);
    const codeOf = (options: FitTreesOptions, loss: 'lambdarank' | 'l2' = 'lambdarank', labels = targets) =>
      BoostedTrees.fit(columns, labels, { loss }, options).then(
        () => undefined,
        (error: HeteroGraphError) => error.code,
      );
    expect(await codeOf({})).toBe('INVALID_OPTION');
    expect(await codeOf({ groups }, 'l2')).toBe('INVALID_OPTION');
    expect(await codeOf({ groups: groups.slice(1) })).toBe('SHAPE_MISMATCH');
    expect(await codeOf({ groups: groups.map(() => -1) })).toBe('INDEX_OUT_OF_RANGE');
    expect(await codeOf({ groups, valid: { columns, targets } })).toBe('INVALID_OPTION');
    expect(
      await codeOf(
        { groups },
        'lambdarank',
        targets.map((target) => target + 0.5),
      ),
    ).toBe('LABEL_OUT_OF_RANGE');
  });
});
