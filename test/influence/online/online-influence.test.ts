import { describe, expect, it } from 'vitest';
import { OnlineInfluence } from '../../../src/influence/online/online-influence.js';
import type { SeedAnswer } from '../../../src/influence/proof/certificate.js';
import { roundDown, roundUp, sizeShare } from '../../../src/influence/proof/size-share.js';
import { holds, smallQuestions } from '../algorithms/brute-force.js';
import { twoStars } from '../algorithms/stars.js';
import { toyNetwork, toyOptions } from '../node/toy.js';

describe('shares of delta', () => {
  it('sum to at most 1 over all sizes, round sizes having more', () => {
    let sum = 0;
    for (let size = 1; size < 1_000_000; size++) sum += sizeShare(size);
    // What is left is for 7 digits and more, and for digits beyond the first 6.
    expect(sum).toBeLessThan(1);
    expect(sum).toBeGreaterThan(0.5);
    expect(sizeShare(500_000)).toBe(1 / (6 * 7 * 2 * 9));
    expect(sizeShare(123)).toBe(1 / (3 * 4 * 3 * 4 * 900));
  });

  it('round numbers', () => {
    expect([0, 9, 99, 100, 101, 12_999, 990_001].map(roundDown)).toEqual([0, 9, 99, 100, 100, 12_000, 990_000]);
    expect([9, 99, 100, 12_999, 990_001].map(roundUp)).toEqual([10, 100, 110, 13_000, 1_000_000]);
  });
});

describe('OnlineInfluence', () => {
  const network = toyNetwork();

  it('the answer depends on the number of sets alone, and gets better', async () => {
    const once = await new OnlineInfluence(network, toyOptions).advance({ sets: 40_000 });
    const run = new OnlineInfluence(network, toyOptions);
    const answers: SeedAnswer[] = [];
    for (const sets of [1, 1000, 7001, 40_000]) answers.push(await run.advance({ sets }));
    expect(answers.at(-1)).toEqual(once);
    expect(answers.map(({ certificate }) => certificate.sets)).toEqual([2, 1000, 7002, 40_000]);
    const ratios = answers.map(({ certificate }) => certificate.ratio);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
    expect(ratios.at(-1)).toBeGreaterThan(0.75);
    expect(await run.advance({ sets: 10 })).toEqual(once);
  });

  it('spends milliseconds', async () => {
    const run = new OnlineInfluence(network, toyOptions);
    const { certificate } = await run.advance({ ms: 30 });
    expect(certificate.sets).toBe(run.sets);
    expect(run.sets).toBeGreaterThan(100);
    const before = run.sets;
    await run.advance({ ms: 0 });
    expect(run.sets).toBe(before);
    const exact = new OnlineInfluence(network, toyOptions);
    expect(await exact.advance({ sets: before })).toEqual(run.answer());
  });

  it('answers without sets, promising nothing', () => {
    const { seeds, certificate } = new OnlineInfluence(network, toyOptions).answer();
    expect([...seeds]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(certificate).toMatchObject({ sigmaLow: 0, sigmaHigh: 2000, ratio: 0, sets: 0 });
  });

  it('an abort leaves an answer, and the run goes on to that of one without', async () => {
    const run = new OnlineInfluence(network, toyOptions);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 40);
    await expect(run.advance({ sets: 100_000_000 }, { signal: abort.signal })).rejects.toMatchObject({
      code: 'ABORTED',
    });
    const reached = run.sets;
    expect(reached).toBeGreaterThan(0);
    expect(reached).toBeLessThan(100_000_000);
    const expected = await new OnlineInfluence(network, toyOptions).advance({ sets: reached });
    expect(run.answer()).toEqual(expected);
    const more = await run.advance({ sets: reached + 30_000 });
    expect(more).toEqual(await new OnlineInfluence(network, toyOptions).advance({ sets: reached + 30_000 }));
  });

  it('certificates of all looks hold together in at least 1 - delta of small instances', async () => {
    const [instances, delta] = [500, 0.2];
    let failed = 0;
    for (const [seed, question] of smallQuestions(instances, 3).entries()) {
      const run = new OnlineInfluence(question.network, { ...question.options, delta, seed });
      let isTrue = true;
      for (const sets of [10, 40, 100, 300, 1000, 2468]) isTrue &&= holds(question, await run.advance({ sets }));
      if (!isTrue) failed++;
      run.dispose();
    }
    expect(failed).toBeLessThanOrEqual(delta * instances);
  }, 30_000);

  it('finds the hubs of two stars, and tells how far it is', async () => {
    const done: number[] = [];
    const run = new OnlineInfluence(twoStars, { k: 2 });
    const { seeds, certificate } = await run.advance({ sets: 5000 }, { onProgress: (event) => done.push(event.done) });
    expect([...seeds]).toEqual([0, 1]);
    expect(certificate.ratio).toBeGreaterThan(0.7);
    expect(done.at(-1)).toBe(5000);
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  it('refuses budgets that are none, or two', async () => {
    const run = new OnlineInfluence(twoStars, { k: 2 });
    for (const budget of [{}, { sets: 0 }, { sets: 1.5 }, { ms: -1 }, { ms: Number.NaN }, { sets: 10, ms: 10 }]) {
      await expect(run.advance(budget)).rejects.toMatchObject({ code: 'INVALID_OPTION' });
    }
    expect(() => new OnlineInfluence(twoStars, { k: 0 })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });
});
