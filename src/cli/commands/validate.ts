import type { Command } from 'commander';
import { openData } from '../../experiments/index.js';
import { validateGraph } from '../../graph/index.js';
import { addDataOptions, type DataFlags, dataOptions } from '../options/options.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

const SHOWN = 50;

export function addValidate(program: Command): void {
  const command = program
    .command('validate')
    .description('look for rows that cannot be read and for defects of the graph; exits with 1 where there are any');
  addDataOptions(command)
    .option('--json', 'print one JSON object')
    .action((flags: DataFlags & { json?: boolean }) =>
      inSession(flags.json, async (session) => {
        const { graph, remarks, numBadRows, badRows } = await openData(
          { ...dataOptions(flags), onBadRow: 'collect' },
          session.run,
        );
        for (const remark of remarks) session.remark(remark);
        const issues = validateGraph(graph);
        const isSound = numBadRows === 0 && issues.length === 0;
        if (!isSound) process.exitCode = 1;
        const rows = badRows
          .slice(0, SHOWN)
          .map(({ code, file, row, column, message }) => [code, file, row, column ?? '', message]);
        const found = issues
          .slice(0, SHOWN)
          .map(({ code, type, column, row, message }) => [code, type, row ?? '', column ?? '', message]);
        const parts = [
          ...(rows.length > 0 ? [textTable(['code', 'file', 'row', 'column', 'what'], rows)] : []),
          ...(found.length > 0 ? [textTable(['code', 'type', 'row', 'column', 'what'], found)] : []),
          isSound
            ? `sound: ${graph.numNodes()} nodes, ${graph.numEdges()} edges`
            : `${numBadRows} bad rows, ${issues.length} defects${numBadRows > SHOWN || issues.length > SHOWN ? ` (the first ${SHOWN} of each are shown)` : ''}`,
        ];
        session.print({ sound: isSound, numBadRows, badRows, issues, remarks }, parts.join('\n\n'));
      }),
    );
}
