import type { RunOptions } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { type Growable, growableFloat32, growableInt32 } from '../../graph/internal.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import type { HgbNames } from './names.js';
import type { HgbNodes } from './nodes.js';

/** The links of a type, as rows of their ends' types. */
export interface HgbLinks {
  readonly source: Growable<Int32Array>;
  readonly target: Growable<Int32Array>;
  /** Empty where all weights are 1. */
  readonly weight: Growable<Float32Array>;
}

/** Reads `link.dat`: source, target, link type, weight; tab between. @throws {HeteroGraphError} MALFORMED_ROW */
export async function readHgbLinks(
  file: FileSource,
  names: HgbNames,
  types: readonly HgbNodes[],
  options: RunOptions,
): Promise<HgbLinks[]> {
  const links = names.linkTypes.map(({ type }) => ({
    source: growableInt32(),
    target: growableInt32(),
    weight: growableFloat32(),
    from: types[names.nodeTypes.indexOf(type[0])]!,
    to: types[names.nodeTypes.indexOf(type[2])]!,
  }));
  const row = linkRow(file);
  const take = () => {
    const link = links[row.number(2)];
    if (!link) throw row.bad('the link type is unknown');
    const source = row.number(0) - link.from.first;
    const target = row.number(1) - link.to.first;
    if (!isRow(source, link.from.count) || !isRow(target, link.to.count)) {
      throw row.bad('an end is not a node of the type that the link type has there');
    }
    const weight = linkWeight(row);
    if (weight !== 1) while (link.weight.length < link.source.length) link.weight.push(1);
    if (weight !== 1 || link.weight.length > 0) link.weight.push(weight);
    link.source.push(source);
    link.target.push(target);
  };
  await eachRow(row, take, options);
  return links;
}

/** The fields of `link.dat`: source, target, type, weight. */
export function linkRow(file: FileSource): TabRow {
  return new TabRow(file, 3, 'a link needs source, target and type', 5);
}

/** The weight of a link, 1 where the file has none. @throws {HeteroGraphError} MALFORMED_ROW */
export function linkWeight(row: TabRow): number {
  const weight = row.numFields > 3 && row.end(3) > row.start(3) ? Math.fround(row.number(3)) : 1;
  if (!Number.isFinite(weight)) throw row.bad('the weight is no number');
  return weight;
}

function isRow(value: number, count: number): boolean {
  return value >= 0 && value < count && Math.floor(value) === value;
}
