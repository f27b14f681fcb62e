import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type DataOptions, openData } from '../../data/index.js';
import { guessFormat } from '../../data/internal.js';
import { validateGraph } from '../../graph/index.js';
import { addDataOptions, type DataFlags, dataOptions } from '../options/options.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

const SHOWN = 50;

export function addValidate(command: Command): void {
  addDataOptions(command)
    .option('--json', 'print one JSON object')
    .action((flags: DataFlags & { json?: boolean }) =>
      inSession(flags.json, async (session) => {
        const { graph, remarks, numBadRows, badRows, numBadCells, badCells } = await openData(
          { ...dataOptions(flags), ...cellsOf(flags), onBadRow: 'collect' },
          session.run,
        );
        for (const remark of remarks) session.remark(remark);
        const issues = validateGraph(graph);
        const areCellsSound = numBadCells === 0 || flags.badCells === 'null';
        const isSound = numBadRows === 0 && areCellsSound && issues.length === 0;
        if (!isSound) process.exitCode = 1;
        const rows = badRows
          .slice(0, SHOWN)
          .map(({ code, file, row, column, message }) => [code, file, row, column ?? '', message]);
        const cells = badCells.slice(0, SHOWN).map(({ file, row, column, value }) => [file, row, column, value]);
        const found = issues
          .slice(0, SHOWN)
          .map(({ code, type, column, row, message }) => [code, type, row ?? '', column ?? '', message]);
        const parts = [
          ...(rows.length > 0 ? [textTable(['code', 'file', 'row', 'column', 'what'], rows)] : []),
          ...(cells.length > 0 ? [textTable(['file', 'row', 'column', 'no value of its column'], cells)] : []),
          ...(found.length > 0 ? [textTable(['code', 'type', 'row', 'column', 'what'], found)] : []),
          isSound
            ? `sound: ${graph.numNodes()} nodes, ${graph.numEdges()} edges`
            : `${numBadRows} bad rows, ${numBadCells} cells that are no value, ${issues.length} defects${Math.max(numBadRows, cells.length && numBadCells, issues.length) > SHOWN ? ` (the first ${SHOWN} of each are shown)` : ''}`,
        ];
        session.print(
          { sound: isSound, numBadRows, badRows, numBadCells, badCells, issues, remarks },
          parts.join('\n\n'),
        );
      }),
    );
}

/** Of tables as people have them, cells that are no value are listed, not only counted. */
function cellsOf({ data, format, badCells }: DataFlags): Pick<DataOptions, 'onBadCell'> {
  if (data === undefined || badCells !== undefined) return {};
  return (format ?? guessFormat(resolve(data))) === 'tables' ? { onBadCell: 'collect' } : {};
}
