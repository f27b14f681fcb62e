import type { RunOptions } from '../../core/index.js';
import type { FileSource } from '../../graph/index.js';
import { type Growable, growableInt32 } from '../../graph/internal.js';
import { malformedRow } from '../base/malformed.js';
import { eachLine, findTabs } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
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
  const tabs = new Int32Array(3);
  await eachLine(
    file,
    (bytes, start, end, line) => {
      const numTabs = findTabs(bytes, start, end, tabs);
      if (numTabs < 2) throw malformedRow(file, line, 'a link needs source, target and type');
      const link = links[parseNumber(bytes, tabs[1]! + 1, numTabs > 2 ? tabs[2]! : end)];
      if (!link) throw malformedRow(file, line, 'the link type is unknown');
      const source = parseNumber(bytes, start, tabs[0]!) - link.from.first;
      const target = parseNumber(bytes, tabs[0]! + 1, tabs[1]!) - link.to.first;
      if (!isRow(source, link.from.count) || !isRow(target, link.to.count)) {
        throw malformedRow(file, line, 'an end is not a node of the type that the link type wants');
      }
      link.source.push(source);
      link.target.push(target);
    },
    options,
  );
  return links;
}

function isRow(value: number, count: number): boolean {
  return value >= 0 && value < count && Math.floor(value) === value;
}
