import { DAY } from '../../aggregates/spans.js';
import { anchorPart } from '../../features/anchor-parts.js';
import { keyOf, tableOf } from '../../features/lookup.js';
import type { Down } from '../../features/plan.js';
import { type AddRow, adderOf, inputWidth } from './column-inputs.js';
import type { Neighbours } from './neighbours.js';
import { HISTORY_NUMBERS, type NetworkPlan, stateWidth } from './network-plan.js';
import { followedKeys, type StatePlan } from './state-plan.js';

/** A row at a time, with what is seen of the database. */
export interface Asked {
  /** -1: none that is seen. */
  readonly row: number;
  readonly time: number;
  /** Up to when rows are seen. */
  readonly until: number;
}

/** The latest rows of a history that means are taken of. */
const HISTORY_ROWS = 16;

/** Writes what the states of rows are computed of. */
export class StateInputs {
  readonly width: number;
  readonly #neighbours: Neighbours;
  readonly #plan: StatePlan;
  readonly #rows: ReadonlyMap<string, { readonly add: AddRow; readonly width: number }>;

  constructor(neighbours: Neighbours, plan: NetworkPlan, state: StatePlan) {
    this.#neighbours = neighbours;
    this.#plan = state;
    this.width = stateWidth(plan, state);
    this.#rows = new Map(
      Array.from(followedKeys({ self: state, relations: [] }).keys(), (name) => {
        const inputs = plan.columns[name]!;
        const width = 2 + inputs.reduce((sum, input) => sum + inputWidth(input), 0);
        return [name, { add: adderOf(tableOf(neighbours.database, name), inputs), width }] as const;
      }),
    );
  }

  /** @param out [width], zeros */
  write(asked: Asked, out: Float64Array): void {
    const { table, ups, downs, hasMoment } = this.#plan;
    const { database } = this.#neighbours;
    let at = this.#addRow(table, asked, 1, out, 0);
    for (const { key, table: parent, downs: own } of ups) {
      const row = asked.row < 0 ? -1 : keyOf(tableOf(database, table), key).rows[asked.row]!;
      const up = { ...asked, row };
      at = this.#addRow(parent, up, 1, out, at);
      for (const down of own) at = this.#addHistory(down, up, out, at);
    }
    for (const down of downs) at = this.#addHistory(down, asked, out, at);
    if (!hasMoment) return;
    const [times, untils] = [Float64Array.of(asked.time), Float64Array.of(asked.until)];
    out[at++] = anchorPart('day of year sine', times, untils)[0]!;
    out[at++] = anchorPart('day of year cosine', times, untils)[0]!;
    out[at++] = Math.log1p(anchorPart('days unseen', times, untils)[0]!);
  }

  /** Whether it is seen, how old it is, and its columns. */
  #addRow(name: string, { row, time, until }: Asked, weight: number, out: Float64Array, at: number): number {
    const { add, width } = this.#rows.get(name)!;
    const { time: known } = tableOf(this.#neighbours.database, name);
    if (row < 0 || (known && !(known[row]! <= until))) return at + width;
    out[at]! += weight;
    if (known && Number.isFinite(time)) out[at + 1]! += weight * logDays(time - known[row]!);
    add(row, time, until, weight, out, at + 2);
    return at + width;
  }

  /** Numbers of what refers to a row, and the mean of the columns of the latest, each as it was when it appeared. */
  #addHistory(down: Down, { row, time, until }: Asked, out: Float64Array, at: number): number {
    const { width } = this.#rows.get(down.table)!;
    const end = at + HISTORY_NUMBERS + width;
    const key = keyOf(tableOf(this.#neighbours.database, down.table), down.key);
    const parent = tableOf(this.#neighbours.database, key.table);
    if (row < 0 || (parent.time && !(parent.time[row]! <= until))) return end;
    const { count, rows, times } = this.#neighbours.latest(down, row, until, HISTORY_ROWS);
    if (rows.length === 0) return end;
    out[at] = 1;
    out[at + 1] = Math.log1p(count);
    for (const [i, child] of rows.entries()) {
      const known = times[i]!;
      const weight = 1 / rows.length;
      if (Number.isFinite(known) && Number.isFinite(time)) {
        const age = logDays(time - known);
        if (i === rows.length - 1) out[at + 2] = age;
        out[at + 3]! += weight * age;
      }
      this.#addRow(down.table, { row: child, time: known, until: known }, weight, out, at + HISTORY_NUMBERS);
    }
    return end;
  }
}

function logDays(seconds: number): number {
  return Math.log1p(Math.max(0, seconds) / DAY);
}
