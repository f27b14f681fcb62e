import type { RunOptions } from '../../core/index.js';
import type { EdgeType } from '../../graph/index.js';
import { growableFloat32, growableInt32 } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { eachRow, TabRow } from '../text/tab-row.js';

/** A file of pairs of ids, a row each. */
export interface RelationFile {
  readonly file: string;
  readonly type: EdgeType;
  /** Default: tab. */
  readonly separator?: 'tab' | 'comma';
  /** What follows the ids: a number, such as a rating, by the name of its column; then, where `hasTime`, seconds since 1970. */
  readonly number?: string;
  readonly hasTime?: boolean;
}

/** Rows of a file by id. */
export interface RelationRows {
  readonly source: Int32Array;
  readonly target: Int32Array;
  readonly numbers?: Float32Array;
  /** Seconds since 1970, as in the files. */
  readonly times?: Float64Array;
}

/** @throws {HeteroGraphError} MALFORMED_ROW naming file and row; and what reading throws */
export async function readRelation(open: OpenFile, relation: RelationFile, run: RunOptions): Promise<RelationRows> {
  const { file, number, hasTime = false, separator } = relation;
  const width = 2 + (number === undefined ? 0 : 1) + (hasTime ? 1 : 0);
  const needs = ['two ids', number && `a ${number}`, hasTime && 'a time'].filter(Boolean).join(' and ');
  const row = new TabRow(open(file), width, needs, width + 1, separator);
  const [source, target, numbers] = [growableInt32(), growableInt32(), growableFloat32()];
  const times: number[] = [];
  const take = () => {
    source.push(wholeNumber(row, 0));
    target.push(wholeNumber(row, 1));
    if (number !== undefined) {
      const value = row.number(2);
      if (!Number.isFinite(value)) throw row.bad(`the ${number} is no number`);
      numbers.push(value);
    }
    if (hasTime) {
      const time = row.number(width - 1);
      if (!Number.isFinite(time)) throw row.bad('the time is no number');
      times.push(time);
    }
  };
  await eachRow(row, take, run);
  return {
    ...{ source: source.done(), target: target.done() },
    ...(number !== undefined && { numbers: numbers.done() }),
    ...(hasTime && { times: Float64Array.from(times) }),
  };
}

function wholeNumber(row: TabRow, field: number): number {
  const id = row.number(field);
  if (Number.isInteger(id) && id >= 0 && id < 2 ** 31) return id;
  throw row.bad('an id is no whole number');
}
