import { type RunOptions, yieldToEventLoop } from '../../../core/index.js';
import { lineBlocks } from '../bytes/line-blocks.js';
import { asFileList, type FileSource, sourceName } from '../bytes/source.js';
import type { BadRows } from '../table/bad-rows.js';
import { NTriplesLine } from './n-triples-line.js';

const LF = 10;
const CR = 13;

/**
 * Reads files of N-Triples line by line and calls `take` with each triple, which is valid during the call; yields when it
 * answers true, and after every block of lines. Memory: a block and the longest line (4 MiB at most).
 *
 * @throws {HeteroGraphError} MALFORMED_ROW under the policy `fail`, naming file and line; TOO_LARGE and what reading
 * throws always
 */
export async function* feedNTriples(
  files: FileSource | readonly FileSource[],
  take: (line: NTriplesLine) => boolean,
  bad: BadRows,
  options: RunOptions,
): AsyncGenerator<void> {
  const line = new NTriplesLine();
  for (const [index, source] of asFileList(files).entries()) {
    const file = sourceName(source);
    line.beginFile(index);
    let row = 0;
    for await (const { bytes, start, end } of lineBlocks(source, options)) {
      // Most files have no carriage return: it is looked for once a block.
      let nextReturn = bytes.indexOf(CR, start);
      for (let at = start; at < end; ) {
        if (nextReturn >= 0 && nextReturn < at) nextReturn = bytes.indexOf(CR, at);
        const feed = bytes.indexOf(LF, at);
        const stop = nextReturn >= 0 && nextReturn < feed ? nextReturn : feed;
        row++;
        const found = line.parse(bytes, at, stop);
        if (found > 0) {
          if (take(line)) yield;
        } else if (found < 0) {
          const message = `The line is no triple: ${line.problem}.`;
          bad.report({ file, row, code: 'MALFORMED_ROW', message });
        }
        at = bytes[stop] === CR && bytes[stop + 1] === LF ? stop + 2 : stop + 1;
      }
      yield;
      await yieldToEventLoop();
    }
  }
}
