import type { Program } from '../aggregates/program.js';
import type { Window } from '../aggregates/window.js';
import { type Asked, grouped } from './columns.js';
import { mismatch } from './mismatch.js';

/** Adds aggregates of one column of numbers to a program; those that share work stand together. */
export function planNumbers(program: Program, asked: readonly Asked[]): void {
  const groups = grouped(asked, ({ feature: { measure } }) => {
    if (measure.what === 'share') return ['share', measure.of];
    return 'window' in measure && isMoment(measure.what) ? measure.window : measure;
  });
  for (const group of groups) planGroup(program, group);
}

function isMoment(what: string): boolean {
  return what === 'sum' || what === 'mean' || what === 'deviation' || what === 'missing';
}

function planGroup(program: Program, group: readonly Asked[]): void {
  const { feature } = group[0]!;
  const { measure, kind } = feature;
  if (kind === 'category') throw mismatch(feature);
  switch (measure.what) {
    case 'sum':
    case 'mean':
    case 'deviation':
    case 'missing':
      for (const each of inSets(group)) program.moments(measure.window, Object.fromEntries(each));
      return;
    case 'share': {
      const { of } = measure;
      if (typeof of !== 'number') throw mismatch(feature);
      program.shares('number', of, group.flatMap(shareOf));
      return;
    }
    default:
      for (const each of group) planOne(program, each);
  }
}

/** Results by their measure, those asked for twice in a set of their own. */
function inSets(group: readonly Asked[]): Map<string, number>[] {
  const sets: Map<string, number>[] = [];
  for (const { feature, out } of group) {
    const { what } = feature.measure;
    const free = sets.find((set) => !set.has(what));
    if (free) free.set(what, out);
    else sets.push(new Map([[what, out]]));
  }
  return sets;
}

function planOne(program: Program, { feature, out }: Asked): void {
  const { measure } = feature;
  if (measure.what === 'min' || measure.what === 'max') program.extreme(measure.window, measure.what, out);
  else if (measure.what === 'trend') program.trend(measure.window, out);
  else if (measure.what === 'lag') program.lag(measure.back, out);
  else if (measure.what === 'last') program.lastNumber(out);
  else throw mismatch(feature);
}

/** Shares among what is asked. */
export function shareOf({ feature: { measure }, out }: Asked): { window: Window; out: number }[] {
  return measure.what === 'share' ? [{ window: measure.window, out }] : [];
}
