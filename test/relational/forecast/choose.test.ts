import { expect, it } from 'vitest';
import { chooseLearner } from '../../../src/relational/forecast/choose.js';
import type { Learner } from '../../../src/relational/learners/types.js';

const tried = (name: string, level: Learner['level'], values: readonly number[]) => ({
  learner: { name, level } as Learner,
  values: Float64Array.from(values),
});

const each = (labels: Float64Array) => ({
  table: 'x',
  rows: Int32Array.from(labels.keys()),
  times: labels.map(() => 0),
  labels,
});
const labels = Float64Array.from({ length: 100 }, (_, i) => i % 10);
const off = (size: number) => Array.from(labels, (label, i) => label + (i % 2 === 0 ? size : -size));

it('keeps the best constant unless a richer learner has smaller errors, and says whether that is beyond chance', () => {
  const constants = [tried('global', 'constant', off(3)), tried('entity', 'constant', off(2))];
  const { kept, gain } = chooseLearner([...constants, tried('trees', 'learned', off(1))], 'numbers', each(labels), 1);
  expect(kept.learner.name).toBe('trees');
  expect(gain).toMatchObject({ mean: 1, over: { learner: { name: 'entity' } }, isBeyondChance: true });
  // Better on one row in a hundred, and worse on none.
  const hardly = off(2).map((value, i) => (i === 0 ? labels[0]! : value));
  const better = chooseLearner([...constants, tried('trees', 'learned', hardly)], 'numbers', each(labels), 1);
  expect(better.kept.learner.name).toBe('trees');
  expect(better.gain).toMatchObject({ mean: 0.02, isBeyondChance: false });
  const same = chooseLearner([...constants, tried('trees', 'learned', off(2))], 'numbers', each(labels), 1);
  expect(same.kept.learner.name).toBe('entity');
  expect(same.gain).toBeUndefined();
});

it('takes the best of those that learn, the first of equal ones', () => {
  const [linear, small, large] = [
    tried('linear', 'learned', off(1)),
    tried('small', 'learned', off(0.5)),
    tried('large', 'learned', off(0.2)),
  ];
  const global = tried('global', 'constant', off(3));
  expect(chooseLearner([global, linear, small, large], 'numbers', each(labels), 1).kept).toBe(large);
  expect(chooseLearner([global, linear, tried('trees', 'learned', off(1))], 'numbers', each(labels), 1).kept).toBe(
    linear,
  );
});

it('compares ranks of two classes, and right answers of several', () => {
  const isYes = Float64Array.from({ length: 60 }, (_, i) => Number(i % 3 === 0));
  const half = tried(
    'global',
    'constant',
    Array.from({ length: 120 }, () => 0.5),
  );
  const ranked = tried(
    'learned',
    'learned',
    Array.from(isYes).flatMap((yes, i) => [1 - (0.1 + 0.2 * yes + 0.001 * i), 0.1 + 0.2 * yes + 0.001 * i]),
  );
  const { kept, gain } = chooseLearner([half, ranked], 'binary', each(isYes), 2);
  expect(kept).toBe(ranked);
  expect(gain!.mean).toBeCloseTo(0.5);
  const classes = Float64Array.from({ length: 60 }, (_, i) => i % 3);
  const first = tried(
    'global',
    'constant',
    Array.from({ length: 180 }, (_, i) => Number(i % 3 === 0)),
  );
  const right = tried(
    'learned',
    'learned',
    Array.from({ length: 180 }, (_, i) => Number(i % 3 === Math.floor(i / 3) % 3)),
  );
  const chosen = chooseLearner([first, right], 'classes', each(classes), 3);
  expect(chosen.kept).toBe(right);
  expect(chosen.gain!.mean).toBeCloseTo(2 / 3);
});

it('counts chance by rows and times where those of one move together', () => {
  const constant = tried('global', 'constant', off(2));
  // Better for six rows in ten.
  const mixed = tried(
    'trees',
    'learned',
    off(2).map((value, i) => labels[i]! + (value - labels[i]!) * (i % 10 < 6 ? 0.5 : 1.5)),
  );
  const by = (rows: (i: number) => number, times: (i: number) => number) => ({
    ...each(labels),
    rows: Int32Array.from(labels, (_, i) => rows(i)),
    times: Float64Array.from(labels, (_, i) => times(i)),
  });
  const isBeyondChance = (rows: (i: number) => number, times: (i: number) => number) =>
    chooseLearner([constant, mixed], 'numbers', by(rows, times), 1).gain!.isBeyondChance;
  const [own, shared] = [(i: number) => i, (i: number) => i % 10];
  expect(isBeyondChance(own, own)).toBe(true);
  expect(isBeyondChance(shared, own)).toBe(false);
  expect(isBeyondChance(own, shared)).toBe(false);
});
