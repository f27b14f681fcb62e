import type { Pool } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { Spans, withSpans } from '../aggregates/spans.js';
import type { Database, Table } from '../database/types.js';
import { type IndexCache, indexOf } from './events.js';
import { keyOf, tableOf } from './lookup.js';
import type { Move } from './plan.js';
import type { Anchors } from './types.js';

/** Latest rows of all anchors at most, some 24 bytes each and 8 more for each feature of theirs. */
const MOST_LATEST = 2 ** 27;

/** Rows of a table at points in time, each for an anchor. */
export interface Focus {
  readonly table: Table;
  /** -1: none that is seen, [questions]. */
  readonly rows: Int32Array;
  /** Times of the anchors, [questions]. */
  readonly times: Float64Array;
  /** Up to when rows are seen, [questions]. */
  readonly cutoffs: Float64Array;
  /** Anchor of each question, ascending; absent: one of each. */
  readonly owner?: Int32Array;
}

/** The anchors' own rows, where they are seen. */
export function focusOf(database: Database, { table: name, rows, times, seenUntil }: Anchors): Focus {
  const table = tableOf(database, name);
  const cutoffs = seenUntil ? times.map((time, i) => Math.min(time, seenUntil[i]!)) : times;
  return { table, times, cutoffs, rows: seen(table, rows, cutoffs) };
}

/** The rows after a move. Several latest rows, of one time, are questions of their own. */
export function moved(database: Database, focus: Focus, move: Move, cache: IndexCache, pool: Pool): Focus {
  if ('last' in move) return latest(database, focus, move, cache, pool);
  const key = keyOf(focus.table, move.up);
  const table = tableOf(database, key.table);
  const rows = focus.rows.map((row) => (row < 0 ? -1 : key.rows[row]!));
  return { ...focus, table, rows: seen(table, rows, focus.cutoffs) };
}

function seen({ time }: Table, rows: Int32Array, cutoffs: Float64Array): Int32Array {
  if (!time) return rows;
  return rows.map((row, i) => (row >= 0 && time[row]! <= cutoffs[i]! ? row : -1));
}

function latest(
  database: Database,
  focus: Focus,
  { last }: { last: { table: string; key: string } },
  cache: IndexCache,
  pool: Pool,
) {
  const index = indexOf(database, focus.table, [last], [], cache, pool);
  const { counts, firsts } = withSpans(new Spans(index, focus.rows, focus.cutoffs, pool), latestOf);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > MOST_LATEST)
    throw new HeteroGraphError(
      'OUT_OF_MEMORY',
      `${last.table}: ${total} rows are the latest ones of ${counts.length}.`,
      {
        hint: 'Many rows come at the same time: give them times of day, ask at fewer times, or let features follow 2 hops at most.',
      },
    );
  const [rows, owner] = [new Int32Array(total), new Int32Array(total)];
  const [times, cutoffs] = [new Float64Array(total), new Float64Array(total)];
  for (let question = 0, at = 0; question < counts.length; question++) {
    for (let step = 0; step < counts[question]!; step++, at++) {
      rows[at] = firsts[question]! < 0 ? -1 : index.rows[firsts[question]! + step]!;
      owner[at] = focus.owner ? focus.owner[question]! : question;
      times[at] = focus.times[question]!;
      cutoffs[at] = focus.cutoffs[question]!;
    }
  }
  return {
    table: tableOf(database, last.table),
    rows,
    times,
    cutoffs,
    ...(total > focus.rows.length || focus.owner ? { owner } : {}),
  };
}

/** Of each question, how many events there are at the latest time (1 where there is none) and the place of the first of them (-1). */
function latestOf({ index, keys, firsts: asked, order, end, questions }: Spans) {
  const counts = new Int32Array(questions).fill(1);
  const firsts = new Int32Array(questions).fill(-1);
  for (let a = 0; a < keys.length; a++) {
    const begin = index.begin[keys[a]!]!;
    for (let i = asked[a]!; i < asked[a + 1]!; i++) {
      const stop = begin + end[i]!;
      if (stop === begin) continue;
      let first = stop - 1;
      while (first > begin && index.times[first - 1] === index.times[stop - 1]) first--;
      firsts[order[i]!] = first;
      counts[order[i]!] = stop - first;
    }
  }
  return { counts, firsts };
}

/** From values of questions to those of anchors: the mean of several numbers, the smallest of several codes, in whatever order they are. */
export function ofAnchors(
  values: Float64Array,
  { owner }: Focus,
  anchors: number,
  kind: 'number' | 'category',
): Float64Array {
  if (!owner) return values;
  const out = new Float64Array(anchors).fill(Number.NaN);
  for (let at = 0; at < owner.length; ) {
    let end = at + 1;
    while (end < owner.length && owner[end] === owner[at]) end++;
    out[owner[at]!] = end === at + 1 ? values[at]! : joint(values.subarray(at, end), kind);
    at = end;
  }
  return out;
}

function joint(values: Float64Array, kind: 'number' | 'category'): number {
  const known = values.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0) return Number.NaN;
  return kind === 'category' ? known[0]! : known.reduce((sum, value) => sum + value, 0) / known.length;
}
