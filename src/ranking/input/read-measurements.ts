import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, ownProperty } from '../../core/index.js';
import { counted, expectColumn } from './columns.js';
import type { Better, Measurements } from './input.js';
import type { PreferenceBuilder } from './preference-builder.js';

const better = z.enum(['larger', 'smaller']);
const schema = z.object({ better: z.optional(z.union([better, z.record(z.string(), better)])) });

/** Adds a partial ranking for every task, by the values measured on it. @throws {HeteroGraphError} as `readInput` */
export function addMeasurements(builder: PreferenceBuilder, measurements: Measurements): string[] {
  const { contestant, task, value, better: direction = 'larger' } = measurements;
  expectArgument(contestant, 'list', 'measurements.contestant');
  expectColumn(task, contestant.length, 'measurements.task');
  expectColumn(value, contestant.length, 'measurements.value');
  checkOptions(schema, { better: direction }, { what: 'measurements' });
  const rows: number[] = [];
  const contestants = new Int32Array(contestant.length);
  const tasks = new Int32Array(contestant.length);
  const taskNames: string[] = [];
  for (let row = 0; row < contestant.length; row++) {
    contestants[row] = builder.contestant(contestant[row]!, row, 'contestant');
    tasks[row] = builder.task(task[row]!, row);
    taskNames[tasks[row]!] = String(task[row]);
    if (isMeasured(value[row], row)) rows.push(row);
  }
  checkTasks(direction, taskNames);
  // By task, contestant and value, so that the mean of several does not depend on the order of rows.
  rows.sort(
    (a, b) => tasks[a]! - tasks[b]! || contestants[a]! - contestants[b]! || Number(value[a]) - Number(value[b]),
  );
  let [numRepeated, numShort, numOrders, numTied] = [0, 0, 0, 0];
  for (let start = 0; start < rows.length; ) {
    const own = tasks[rows[start]!]!;
    const found: { contestant: number; mean: number }[] = [];
    let end = start;
    while (end < rows.length && tasks[rows[end]!] === own) {
      const first = end;
      const who = contestants[rows[first]!]!;
      let sum = 0;
      for (; end < rows.length && tasks[rows[end]!] === own && contestants[rows[end]!] === who; end++) {
        sum += Number(value[rows[end]!]);
      }
      numRepeated += end - first - 1;
      found.push({ contestant: who, mean: sum / (end - first) });
    }
    const sign = directionOf(direction, taskNames[own]!) === 'larger' ? -1 : 1;
    found.sort((a, b) => sign * (a.mean - b.mean));
    let level = 0;
    for (const [k, { contestant: who, mean }] of found.entries()) {
      if (k > 0 && !isSameValue(mean, found[k - 1]!.mean)) level = k;
      else if (k > 0) numTied++;
      builder.add(who, level);
    }
    if (builder.close(1, own)) numOrders++;
    else numShort++;
    start = end;
  }
  const numMissing = contestant.length - rows.length;
  return [
    `${counted(rows.length, 'measurement')} as ${counted(numOrders, 'partial ranking')}, one a task.`,
    ...(numMissing > 0 ? [`${counted(numMissing, 'value is', 'values are')} missing and not used.`] : []),
    ...(numRepeated > 0
      ? [`Repeated measurements (${numRepeated}) of a contestant on a task count as their mean.`]
      : []),
    ...(numShort > 0 ? [`${counted(numShort, 'task')} with one contestant say nothing and are left out.`] : []),
    ...(numTied > 0 ? [`${counted(numTied, 'measurement')} equal another on the same task: ties.`] : []),
  ];
}

/** Means of several may differ by rounding. */
function isSameValue(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.max(Math.abs(a), Math.abs(b));
}

/** @throws {HeteroGraphError} NON_FINITE, WRONG_DTYPE */
function isMeasured(value: unknown, row: number): boolean {
  if (value === null || value === undefined || Number.isNaN(value)) return false;
  const location = { row, column: 'value' };
  if (typeof value !== 'number') {
    throw new HeteroGraphError('WRONG_DTYPE', 'A measurement is no number.', {
      ...location,
      hint: 'Use null where it is missing.',
    });
  }
  if (Number.isFinite(value)) return true;
  throw new HeteroGraphError('NON_FINITE', `A measurement is ${value}.`, {
    ...location,
    hint: 'Give a finite number, or null where it was not measured.',
  });
}

function directionOf(direction: NonNullable<Measurements['better']>, task: string): Better {
  return typeof direction === 'string' ? direction : (ownProperty(direction, task) ?? 'larger');
}

/** @throws {HeteroGraphError} UNKNOWN_ID */
function checkTasks(direction: NonNullable<Measurements['better']>, tasks: readonly string[]): void {
  if (typeof direction === 'string') return;
  const known = new Set(tasks);
  const unknown = Object.keys(direction).find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new HeteroGraphError('UNKNOWN_ID', `There is no task "${unknown}".`, {
    column: 'better',
    hint: 'Name tasks as the measurements do.',
  });
}
