import { describe, expect, it } from 'vitest';
import { evaluateLists, ListEvaluation, ndcgAtK, recallAtK } from '../../../src/recommend/index.js';

const lists = [
  ['a', 'b', 'c'],
  ['c', 'a'],
  ['d', 'b', 'a'],
];
const relevant = [['b', 'x'], ['a'], []];
const context = {
  numItems: 8,
  histories: [['d'], ['d', 'b'], ['c']],
  categories: new Map(Object.entries({ a: ['war'], b: ['love'], c: ['war'], d: ['love', 'war'] })),
};

describe('evaluateLists', () => {
  const evaluation = evaluateLists(lists, relevant, { k: [3, 1], users: ['ann', 'bo', 'cy'], ...context });

  it('has the figures of the single functions', () => {
    expect(evaluation).toBeInstanceOf(ListEvaluation);
    expect(evaluation.k).toEqual([1, 3]);
    expect(evaluation.byUser['ndcg@3']).toEqual(ndcgAtK(lists, relevant, 3));
    expect(evaluation.byUser['recall@1']).toEqual(recallAtK(lists, relevant, 1));
    expect(evaluation.figures['recall@3']).toBe(3 / 4);
    expect(evaluation.figures['coverage@1']).toBe(3 / 8);
    const names = 'precision recall hitRate ndcg map mrr auc novelty popularity diversity miscalibration coverage gini';
    const all = [1, 3].flatMap((k) => [...names.split(' '), 'popularityLift'].map((name) => `${name}@${k}`));
    expect(Object.keys(evaluation.figures).sort()).toEqual(all.sort());
    expect(evaluation.numEvaluated).toBe(2);
    expect(evaluation.remarks).toEqual(['1 of 3 lists have fewer than 3 items.']);
  });

  it('takes only what can be taken', () => {
    const plain = evaluateLists(lists, relevant);
    expect(Object.keys(plain.figures)).toEqual(
      ['precision', 'recall', 'hitRate', 'ndcg', 'map', 'mrr'].map((name) => `${name}@10`),
    );
    expect(plain.users).toEqual([0, 1, 2]);
  });

  it('is a table, JSON and Arrow', () => {
    const table = evaluation.toArrow();
    expect(table.numRows).toBe(3);
    expect(table.schema.fields.slice(0, 3).map(({ name }) => name)).toEqual(['user', 'relevant', 'precision@1']);
    expect(table.getChild('user')!.toArray()).toEqual(['ann', 'bo', 'cy']);
    expect([...table.getChild('ndcg@3')!]).toEqual([...ndcgAtK(lists, relevant, 3).subarray(0, 2), null]);
    expect([...table.getChild('diversity@3')!].every((value) => typeof value === 'number')).toBe(true);
    const numbered = evaluateLists(lists, relevant, { k: 1, users: [3, 1e12, 5] }).toArrow();
    expect([...numbered.getChild('user')!]).toEqual([3, 1e12, 5]);
    expect(String(evaluation)).toContain('2 of 3 users have a relevant item');
    expect(JSON.parse(JSON.stringify(evaluation))).toMatchObject({ users: 3, numEvaluated: 2 });
  });

  it('has intervals, and compares with another for the same users', async () => {
    const intervals = await evaluation.intervals({ seed: 1, resamples: 50 });
    expect(Object.keys(intervals)).toEqual(Object.keys(evaluation.byUser));
    const other = evaluateLists([['x', 'b'], ['b'], ['b']], relevant, { k: 1, users: ['ann', 'bo', 'cy'] });
    const test = await evaluation.compareWith(other, 'ndcg@1', { seed: 1 });
    expect(test).toMatchObject({ wins: 0, losses: 1, ties: 1, isExact: true });
    const wrong = evaluation.compareWith(other, 'ndcg@3', { seed: 1 });
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    const numbered = evaluateLists(lists, relevant, { k: 1 });
    const others = evaluation.compareWith(numbered, 'ndcg@1', { seed: 1 });
    await expect(others).rejects.toMatchObject({ code: 'SHAPE_MISMATCH' });
  });

  it('refuses what cannot be meant', () => {
    const refused = (options: object, code: string) =>
      expect(() => evaluateLists(lists, relevant, options)).toThrow(expect.objectContaining({ code }));
    refused({ k: [] }, 'INVALID_OPTION');
    refused({ k: [1, 0] }, 'INVALID_OPTION');
    refused({ topK: 3 }, 'INVALID_OPTION');
    refused({ users: ['ann'] }, 'SHAPE_MISMATCH');
    refused({ histories: [['a']] }, 'SHAPE_MISMATCH');
    refused({ numItems: 2 }, 'TOO_FEW_CANDIDATES');
  });
});
