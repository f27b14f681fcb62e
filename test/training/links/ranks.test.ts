import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filteredRanks, hitsAt, meanRank, meanReciprocalRank, rawRanks } from '../../../src/training/index.js';

/** The mean rank over all orders of equal scores, by counting both extremes. */
function slowRank(scores: readonly number[], answer: number, skipped: ReadonlySet<number>): number {
  const rivals = scores.filter((_, i) => i !== answer && !skipped.has(i));
  const best = 1 + rivals.filter((score) => score > scores[answer]!).length;
  const worst = 1 + rivals.filter((score) => score >= scores[answer]!).length;
  return (best + worst) / 2;
}

describe('ranks of answers', () => {
  it('worked out by hand', () => {
    const scores = Float32Array.of(3, 1, 2, 2, /* second query */ 5, 5, 5, 5);
    expect([...rawRanks(scores, Int32Array.of(2, 0))]).toEqual([2.5, 2.5]);
    const known = [Int32Array.of(0, 2), Int32Array.of(0, 1, 3)];
    expect([...filteredRanks(scores, Int32Array.of(2, 0), (i) => known[i]!)]).toEqual([1.5, 1.5]);
    const ranks = Float64Array.of(1, 2, 4, 0.5 + 10);
    expect(meanReciprocalRank(ranks)).toBeCloseTo((1 + 1 / 2 + 1 / 4 + 1 / 10.5) / 4, 12);
    expect([hitsAt(1, ranks), hitsAt(3, ranks), hitsAt(10, ranks)]).toEqual([0.25, 0.5, 0.75]);
    expect(meanRank(ranks)).toBe(17.5 / 4);
    expect(meanReciprocalRank(new Float64Array(0))).toBeNaN();
  });

  it('are those of a slow count, for any scores, ties and known answers', () => {
    const query = fc.record({ scores: fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 1, maxLength: 9 }) });
    fc.assert(
      fc.property(query, fc.nat(), fc.array(fc.nat(8)), ({ scores }, pick, marks) => {
        const answer = pick % scores.length;
        const known = [...new Set([answer, ...marks.filter((i) => i < scores.length)])].sort((a, b) => a - b);
        const given = Float32Array.from(scores);
        expect(rawRanks(given, Int32Array.of(answer))[0]).toBe(slowRank(scores, answer, new Set()));
        const found = filteredRanks(given, Int32Array.of(answer), () => Int32Array.from(known))[0];
        expect(found).toBe(slowRank(scores, answer, new Set(known)));
        expect(found).toBeLessThanOrEqual(rawRanks(given, Int32Array.of(answer))[0]!);
      }),
    );
  });

  it('refuse what makes no ranks', () => {
    const code = (scores: number[], answers: number[]) => {
      try {
        rawRanks(Float32Array.from(scores), Int32Array.from(answers));
        return 'taken';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code([1, 2, 3], [0, 1])).toBe('SHAPE_MISMATCH');
    expect(code([1, 2], [])).toBe('SHAPE_MISMATCH');
    expect(code([1, 2], [2])).toBe('INDEX_OUT_OF_RANGE');
    expect(code([1, Number.NaN], [1])).toBe('NON_FINITE');
    expect(code([], [])).toBe('taken');
  });
});
