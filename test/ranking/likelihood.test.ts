import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inOneGo } from '../../src/core/index.js';
import type { Preferences } from '../../src/ranking/input/preferences.js';
import { BradleyTerryLikelihood } from '../../src/ranking/likelihood/bradley-terry-likelihood.js';
import { ChosenSet } from '../../src/ranking/likelihood/chosen-set.js';
import type { Likelihood, UnitLikelihood } from '../../src/ranking/likelihood/likelihood.js';
import { maximise } from '../../src/ranking/likelihood/maximise.js';
import { PlackettLuceLikelihood } from '../../src/ranking/likelihood/plackett-luce-likelihood.js';
import { withRidge } from '../../src/ranking/likelihood/ridge.js';
import { levelsOf, preferencesOf, randomOrders } from './random-orders.js';

/** All subsets of a size. */
function subsets<T>(of: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return of.flatMap((first, i) => subsets(of.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}

const strengthOf = (set: readonly number[], point: ArrayLike<number>) =>
  Math.exp(set.reduce((sum, item) => sum + point[item]!, 0));

/** Each level is a set out of what is left: its product of strengths over the sum of those of all sets of its size. */
function plainPlackettLuce(preferences: Preferences, point: ArrayLike<number>): number {
  let value = 0;
  for (let r = 0; r < preferences.weights.length; r++) {
    const levels = levelsOf(preferences, r);
    for (const [l, level] of levels.entries()) {
      const all = subsets(levels.slice(l).flat(), level.length);
      const total = all.reduce((sum, set) => sum + strengthOf(set, point), 0);
      value += preferences.weights[r]! * Math.log(strengthOf(level, point) / total);
    }
  }
  return value;
}

function plainDavidson(preferences: Preferences, point: ArrayLike<number>, hasTies: boolean): number {
  const share = hasTies ? Math.exp(point[preferences.names.length]!) : 0;
  let value = 0;
  for (let r = 0; r < preferences.weights.length; r++) {
    const flat = levelsOf(preferences, r).flatMap((level, l) => level.map((item) => ({ item, l })));
    for (const [k, a] of flat.entries()) {
      for (const b of flat.slice(k + 1)) {
        const [i, j] = [Math.exp(point[a.item]!), Math.exp(point[b.item]!)];
        const tie = share * Math.sqrt(i * j);
        if (a.l === b.l && !hasTies) continue;
        value += preferences.weights[r]! * Math.log((a.l === b.l ? tie : i) / (i + j + tie));
      }
    }
  }
  return value;
}

const points = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 7, maxLength: 7 });
const cases: readonly [string, (p: Preferences) => UnitLikelihood, (p: Preferences, x: ArrayLike<number>) => number][] =
  [
    ['Plackett-Luce', (p) => new PlackettLuceLikelihood(p), plainPlackettLuce],
    ['Bradley-Terry', (p) => new BradleyTerryLikelihood(p, false), (p, x) => plainDavidson(p, x, false)],
    ['Davidson', (p) => new BradleyTerryLikelihood(p, true), (p, x) => plainDavidson(p, x, true)],
  ];

describe.each(cases)('%s', (_, make, plain) => {
  test('has the value of the formula, its gradient and its second derivatives', () => {
    fc.assert(
      fc.property(randomOrders, points, points, (orders, values, along) => {
        const preferences = preferencesOf(orders);
        const likelihood = make(preferences);
        const { size } = likelihood;
        const [point, v] = [Float64Array.from(values.slice(0, size)), Float64Array.from(along.slice(0, size))];
        const gradient = new Float64Array(size);
        expect(likelihood.moveTo(point, gradient)).toBeCloseTo(plain(preferences, point), 9);
        const h = 1e-5;
        const beside = (i: number, step: number) => point.map((x, at) => (at === i ? x + step : x));
        for (let i = 0; i < size; i++) {
          const slope = (plain(preferences, beside(i, h)) - plain(preferences, beside(i, -h))) / (2 * h);
          expect(gradient[i]).toBeCloseTo(slope, 5);
        }
        const [bent, diagonal] = [new Float64Array(size), new Float64Array(size)];
        likelihood.curvature(v, bent);
        likelihood.diagonal(diagonal);
        const matrix = new Float64Array(size * size);
        likelihood.addInformation(matrix);
        const scores = new Float64Array(size);
        likelihood.eachScore((at, own) => {
          for (const [k, i] of at.entries()) scores[i]! += own[k]!;
        });
        const [up, down] = [new Float64Array(size), new Float64Array(size)];
        likelihood.moveTo(
          point.map((x, i) => x + h * v[i]!),
          up,
        );
        likelihood.moveTo(
          point.map((x, i) => x - h * v[i]!),
          down,
        );
        for (let i = 0; i < size; i++) {
          expect(bent[i]).toBeCloseTo((down[i]! - up[i]!) / (2 * h), 5);
          expect(scores[i]).toBeCloseTo(gradient[i]!, 9);
          expect(matrix[i * size + i]).toBeCloseTo(diagonal[i]!, 9);
          let product = 0;
          for (let j = 0; j < size; j++) product += matrix[i * size + j]! * v[j]!;
          expect(product).toBeCloseTo(bent[i]!, 9);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('is largest where Newton ends: with a ridge nothing near is better', () => {
    fc.assert(
      fc.property(randomOrders, points, (orders, direction) => {
        const likelihood = withRidge(make(preferencesOf(orders)), 0.3);
        if (likelihood.size > likelihood.numStrengths && orders.orders.every((order) => order.length < 2)) return;
        if (likelihood.size > likelihood.numStrengths && orders.orders.every((o) => o.every((l) => l.length < 2)))
          return;
        const point = new Float64Array(likelihood.size);
        const { value } = inOneGo(maximise(likelihood, point));
        const gradient = new Float64Array(likelihood.size);
        expect(likelihood.moveTo(point, gradient)).toBeCloseTo(value, 9);
        for (const slope of gradient) expect(Math.abs(slope)).toBeLessThan(1e-6);
        const moved = point.map((x, i) => x + 0.01 * direction[i]!);
        expect(likelihood.moveTo(moved, gradient)).toBeLessThanOrEqual(value + 1e-12);
      }),
      { numRuns: 100 },
    );
  });
});

test('by conjugate gradients as by a factorisation', () => {
  const n = 300;
  const orders = Array.from({ length: 1500 }, (_, r) => {
    return [(7 * r) % n, (11 * r + 5) % n, (13 * r * r + 1) % n]
      .filter((x, i, all) => all.indexOf(x) === i)
      .map((i) => `c${i}`);
  });
  const { names, ...rest } = preferencesOf({ orders, weight: orders.map(() => 1) });
  const likelihood = withRidge(new PlackettLuceLikelihood({ names, ...rest }), 0.1);
  expect(likelihood.size).toBeGreaterThan(256);
  const point = new Float64Array(likelihood.size);
  inOneGo(maximise(likelihood as Likelihood, point));
  const gradient = new Float64Array(likelihood.size);
  likelihood.moveTo(point, gradient);
  expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-7);
});

test('a choice of many out of many neither overflows nor loses digits', () => {
  const set = new ChosenSet();
  const m = 1200;
  const log = Float64Array.from({ length: m }, (_, i) => 6 * Math.sin(i));
  set.set(log, m, 600);
  const chances = new Float64Array(m);
  set.chances(chances);
  expect(chances.reduce((sum, p) => sum + p, 0)).toBeCloseTo(600, 7);
  expect(Math.min(...chances)).toBeGreaterThan(0);
  expect(Math.max(...chances)).toBeLessThanOrEqual(1);
  expect(Number.isFinite(set.logTotal)).toBe(true);
});
