import type { RunOptions } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { type Growable, growableInt32 } from '../../graph/internal.js';
import { eachRow, TabRow } from '../text/tab-row.js';
import type { HgbNames } from './names.js';
import type { HgbNodes } from './nodes.js';

/** The links of a type, as rows of their ends' types. */
export interface HgbLinks {
  readonly source: Growable<Int32Array>;
  readonly target: Growable<Int32Array>;
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

function isRow(value: number, count: number): boolean {
  return value >= 0 && value < count && Math.floor(value) === value;
}
