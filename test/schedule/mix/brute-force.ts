import type { RandomStream } from '../../../src/core/index.js';
import type { MixProblem } from '../../../src/schedule/index.js';

/** Least costs . x with matrix x = limits and x >= 0, by a look at every choice of as many variables as there are rows. */
export function leastOfBases(costs: readonly number[], matrix: readonly number[][], limits: readonly number[]): number {
  const m = matrix.length;
  let best = Number.POSITIVE_INFINITY;
  const chosen: number[] = [];
  const visit = (from: number) => {
    if (chosen.length < m) {
      for (let j = from; j < costs.length; j++) {
        chosen.push(j);
        visit(j + 1);
        chosen.pop();
      }
      return;
    }
    const x = solved(
      matrix.map((row) => chosen.map((j) => row[j]!)),
      limits,
    );
    if (x?.every((value) => value >= -1e-9))
      best = Math.min(
        best,
        chosen.reduce((sum, j, k) => sum + costs[j]! * x[k]!, 0),
      );
  };
  visit(0);
  return best;
}

/** Gauss with pivots; undefined of a singular matrix. */
function solved(matrix: number[][], limits: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, limits[i]!]);
  for (let k = 0; k < rows.length; k++) {
    let pivot = k;
    for (let i = k + 1; i < rows.length; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    if (Math.abs(rows[k]![k]!) < 1e-9) return undefined;
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j <= rows.length; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return rows.map((row, i) => row[rows.length]! / row[i]!);
}

/**
 * The least t for which devices do `units` + `unitsPerHour` x (hours or t) within t; where `hours` is given, its part of them that devices
 * are busy.
 */
export function bruteTime({ devices, load }: MixProblem, counts: readonly number[], hours?: number): number {
  const classes = load.filter(({ units = 0, unitsPerHour = 0 }) => units + unitsPerHour > 0);
  const pairs = classes.flatMap(({ name }, c) =>
    devices.flatMap(({ unitsPerHour }, d) => (unitsPerHour[name] && counts[d]! > 0 ? [{ c, d }] : [])),
  );
  // Variables: units of a class on a kind, hours that a kind is idle, and t.
  const n = pairs.length + devices.length + 1;
  const row = () => Array.from({ length: n }, () => 0);
  const matrix = [...classes, ...devices].map(row);
  for (const [j, { c, d }] of pairs.entries()) {
    matrix[c]![j] = 1;
    matrix[classes.length + d]![j] = 1 / devices[d]!.unitsPerHour[classes[c]!.name]!;
  }
  for (const [c, { unitsPerHour = 0 }] of classes.entries()) if (!hours) matrix[c]![n - 1] = -unitsPerHour;
  for (const d of devices.keys()) {
    matrix[classes.length + d]![pairs.length + d] = 1;
    matrix[classes.length + d]![n - 1] = -counts[d]!;
  }
  const amounts = classes.map(({ units = 0, unitsPerHour = 0 }) => units + (hours ? unitsPerHour * hours : 0));
  const time = leastOfBases([...Array.from({ length: n - 1 }, () => 0), 1], matrix, [
    ...amounts,
    ...devices.map(() => 0),
  ]);
  return hours ? time / hours : time;
}

/** All numbers of devices. */
export function allCounts({ devices }: MixProblem): number[][] {
  return devices.reduce<number[][]>(
    (lists, { available }) =>
      lists.flatMap((list) => Array.from({ length: available + 1 }, (_, count) => [...list, count])),
    [[]],
  );
}

export interface ShapeOfMix {
  readonly kinds: number;
  readonly classes: number;
  readonly available: number;
}

/** A random problem: speeds and prices of two digits, some classes that a kind cannot do, some that go on coming. */
export function randomMix(stream: RandomStream, { kinds, classes, available }: ShapeOfMix): MixProblem {
  const names = Array.from({ length: classes }, (_, c) => `class ${c}`);
  const devices = Array.from({ length: kinds }, (_, d) => ({
    name: `kind ${d}`,
    pricePerHour: stream.nextInt(100) / 10,
    available: stream.nextInt(available + 1),
    unitsPerHour: Object.fromEntries(
      names.flatMap((name) => (stream.next() < 0.2 ? [] : [[name, 1 + stream.nextInt(40)]])),
    ),
  }));
  const load = names.map((name) => ({
    name,
    units: stream.next() < 0.15 ? 0 : stream.nextInt(150),
    ...(stream.next() < 0.25 ? { unitsPerHour: stream.nextInt(20) } : {}),
  }));
  return { devices, load };
}
