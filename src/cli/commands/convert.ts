import { type Command, Option } from 'commander';
import { openData } from '../../data/index.js';
import { type HeteroGraph, saveGraph, writeCsv, writeJsonLines } from '../../graph/index.js';
import { addDataOptions, type DataFlags, dataOptions } from '../options/options.js';
import { inSession } from '../terminal/session.js';

interface ConvertFlags extends DataFlags {
  out: string;
  to: keyof typeof writers;
  overwrite?: boolean;
  json?: boolean;
}

type Write = (graph: HeteroGraph, folder: string, options: Parameters<typeof saveGraph>[2]) => Promise<void>;
const writers = { arrow: saveGraph as Write, csv: writeCsv as Write, jsonl: writeJsonLines as Write };

export function addConvert(command: Command): void {
  addDataOptions(command)
    .requiredOption('--out <folder>', 'the new folder: whole or not at all')
    .addOption(new Option('--to <format>', 'format of the folder').choices(Object.keys(writers)).default('arrow'))
    .option('--overwrite', 'replace a graph folder that is there')
    .option('--json', 'print one JSON object')
    .action((flags: ConvertFlags) =>
      inSession(flags.json, async (session) => {
        const { out, to, overwrite } = flags;
        const { graph, remarks, numBadRows, badRows, numBadCells, badCells } = await openData(
          dataOptions(flags),
          session.run,
        );
        for (const remark of remarks) session.remark(remark);
        await writers[to](graph, out, { ...session.run, overwrite: overwrite === true });
        const [nodes, edges] = [graph.numNodes(), graph.numEdges()];
        session.print(
          { out, nodes, edges, numBadRows, badRows, numBadCells, badCells },
          `${nodes} nodes and ${edges} edges written to ${out}`,
        );
      }),
    );
}
