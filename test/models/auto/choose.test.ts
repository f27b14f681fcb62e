import { expect, it } from 'vitest';
import { type Candidate, kindOf, type Level } from '../../../src/models/auto/candidates.js';
import { better, choose, numKinds } from '../../../src/models/auto/choose.js';
import type { Trial, Trials } from '../../../src/models/auto/trial.js';

/** Trials of models by their scores, all known within one. */
function compared(...scores: readonly (readonly [model: string, level: Level, score: number])[]) {
  const tried = scores.map(([name, level]) => ({
    isSound: true,
    candidate: { title: name, level, definition: { name } } as unknown as Candidate,
  })) as unknown as Trial[];
  const scoreOf = (trial: Trial) => scores[tried.indexOf(trial)]![2];
  const trials = {
    difference: (a: Trial, b: Trial) => ({ mean: scoreOf(a) - scoreOf(b), error: 1 }),
  } as unknown as Trials;
  return choose(trials, tried).map(({ candidate }) => candidate.title);
}

it('keeps the plainer model where the best of several kinds is no better than the best of so many by chance', () => {
  expect(compared(['majority', 'constant', 0], ['ridge-aggregated', 'related', 1.7])).toEqual([
    'ridge-aggregated',
    'majority',
  ]);
  const others = ['ridge', 'label-propagation', 'ridge-propagated'].map((name) => [name, 'plain', -1] as const);
  expect(compared(['majority', 'constant', 0], ['ridge-aggregated', 'related', 2.2], ...others)).toEqual(['majority']);
  expect(compared(['majority', 'constant', 0], ['ridge-aggregated', 'related', 2.3], ...others)[0]).toBe(
    'ridge-aggregated',
  );
});

it('counts models of the same columns once', () => {
  const more = ['logistic-aggregated', 'mlp-aggregated'].map((name) => [name, 'related', 1] as const);
  expect(compared(['majority', 'constant', 0], ['ridge-aggregated', 'related', 1.7], ...more)[0]).toBe(
    'ridge-aggregated',
  );
  const candidate = (name: string) => ({ definition: { name } }) as Candidate;
  const names = ['ridge', 'mlp', 'rphgnn', 'sehgnn', 'gcn', 'hgt', 'label-propagation', 'majority'];
  expect(new Set(names.map((name) => kindOf(candidate(name)))).size).toBe(5);
  expect(numKinds([], 'plain')).toBe(0);
});

it('keeps the better of own columns and labels of neighbours, where columns of both are better by chance', () => {
  const plain = [
    ['majority', 'constant', 0],
    ['ridge', 'plain', 5],
    ['label-propagation', 'plain', 6],
  ] as const;
  expect(compared(...plain)[0]).toBe('label-propagation');
  expect(compared(...plain, ['ridge-aggregated', 'related', 8])[0]).toBe('label-propagation');
  expect(compared(...plain, ['ridge-aggregated', 'related', 8.2])[0]).toBe('ridge-aggregated');
});

it('keeps relations that were searched for only where they are better than plain ones by more, the more were tried', () => {
  const plain = [
    ['majority', 'constant', 0],
    ['label-propagation', 'plain', 10],
  ] as const;
  expect(compared(...plain, ['along a, b', 'chosen', 11.7])[0]).toBe('along a, b');
  const others = ['along a, c', 'along a, d'].map((name) => [name, 'chosen', 9] as const);
  expect(compared(...plain, ['along a, b', 'chosen', 11.7], ...others)[0]).toBe('label-propagation');
  expect(compared(...plain, ['along a, b', 'chosen', 12.2], ...others)[0]).toBe('along a, b');
});

it('keeps no network that scores below chosen relations', () => {
  const some = [
    ['majority', 'constant', 0],
    ['ridge', 'plain', 10],
    ['label-propagation', 'chosen', 13],
  ] as const;
  expect(compared(...some, ['gcn', 'network', 12.5])[0]).toBe('label-propagation');
  expect(compared(...some, ['gcn', 'network', 15])[0]).toBe('gcn');
});

it('is sure of a difference only where it is known', () => {
  expect(better({ mean: 0, error: 0 })).toBe(false);
  expect(better({ mean: 1, error: 0 }, 20)).toBe(true);
  expect([1, 2, 3, 4, 5, 6, 7].map((kinds) => better({ mean: 2.2, error: 1 }, kinds))).toEqual([
    ...[true, true, true],
    ...[false, false, false, false],
  ]);
});
