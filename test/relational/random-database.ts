import type { Anchors, Column, Database, ForeignKey, Table } from '../../src/relational/index.js';

export const DAY = 86_400;

/** Uniform whole numbers below `n`, from a seed. */
export type Draw = (n: number) => number;

export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, 0, 0, 1, 1, 2, -3, 0.1, 0.3, 1e9 + 0.5];
const WORDS = ['m', 'n', 'o', 'p'];

/**
 * Tables with everything that is hard: none or one row, null keys, equal times, times that are NaN, self references, two keys between the same tables,
 * parents that are known later than what refers to them. e < c < d, c > p > q, e > e.
 */
export function randomDatabase(draw: Draw): Database {
  const [e, c, d, p, q] = [1 + draw(4), draw(14), draw(14), draw(4), draw(3)];
  const tables: Table[] = [
    randomTable(draw, 'e', e, [draw(2), { boss: ['e', e] }]),
    randomTable(draw, 'c', c, [draw(8), { e: ['e', e], other: ['e', e], p: ['p', p] }]),
    randomTable(draw, 'd', d, [draw(8), { c: ['c', c] }]),
    randomTable(draw, 'p', p, [draw(2), { q: ['q', q] }]),
    randomTable(draw, 'q', q, [0, {}]),
  ];
  return { tables: new Map(tables.map((table) => [table.name, table])) };
}

function randomTable(
  draw: Draw,
  name: string,
  rows: number,
  [timed, refs]: [number, Record<string, [string, number]>],
): Table {
  const keys: ForeignKey[] = Object.entries(refs).map(([key, [table, n]]) => ({
    name: key,
    table,
    rows: Int32Array.from({ length: rows }, () => (draw(5) === 0 ? -1 : n === 0 ? -1 : draw(n))),
  }));
  const time = timed > 0 ? Float64Array.from({ length: rows }, () => randomTime(draw)) : undefined;
  const columns = ['x', 'flag', 'on', 'word'].map((column) => randomColumn(draw, column, rows));
  return { name, numRows: rows, columns, keys, ...(time ? { time } : {}) };
}

export function randomTime(draw: Draw): number {
  return draw(12) === 0 ? Number.NaN : (1000 + 10 * draw(12)) * DAY;
}

function randomColumn(draw: Draw, name: string, rows: number): Column {
  const length = { length: rows };
  if (name === 'word')
    return { name, kind: 'category', codes: Int32Array.from(length, () => draw(5) - 1), categories: WORDS };
  if (name === 'flag')
    return { name, kind: 'boolean', values: Float64Array.from(length, () => [0, 1, Number.NaN][draw(3)]!) };
  if (name === 'on') return { name, kind: 'date', values: Float64Array.from(length, () => randomTime(draw)) };
  return { name, kind: 'number', values: Float64Array.from(length, () => NUMBERS[draw(NUMBERS.length)]!) };
}

/** Anchors between all times and before them, some of which see less than up to themselves. */
export function randomAnchors(draw: Draw, database: Database, table = 'e', count = 6): Anchors {
  const { numRows } = database.tables.get(table)!;
  const length = { length: numRows === 0 ? 0 : count };
  const times = Float64Array.from(length, () => (990 + 5 * draw(30)) * DAY);
  return {
    table,
    rows: Int32Array.from(length, () => draw(numRows)),
    times,
    ...(draw(2) ? { seenUntil: times.map((time) => time - 30 * DAY + 10 * draw(6) * DAY) } : {}),
  };
}
