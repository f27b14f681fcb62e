import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { checkTablePath, writeTable } from '../../experiments/tables/row-table.js';
import { addTrainedOptions, openTrained, rowsOf, type TrainedOptions } from '../../experiments/trained-run.js';
import { inSession } from '../terminal/session.js';

interface EmbedOptions extends TrainedOptions {
  rows: string;
  out?: string;
}

export function addEmbed(program: Command): void {
  const command = program.command('embed').description('write the hidden representation of nodes');
  addTrainedOptions(command)
    .addOption(new Option('--rows <which>', 'nodes').choices(['all', 'test', 'unlabelled']).default('all'))
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: RUN/embeddings-ROWS.arrow)')
    .action((folder: string, options: EmbedOptions) =>
      inSession(options.json, async (session) => {
        const out = options.out ?? join(folder, `embeddings-${options.rows}.arrow`);
        checkTablePath(out);
        const trained = await openTrained(folder, options, session);
        const { classifier, graph } = trained;
        const { nodeType } = classifier.task;
        const rows = rowsOf(trained, options.rows);
        const embedding = await classifier.embed(rows, { graph, ...session.run });
        classifier.dispose();
        await writeTable(out, { graph, nodeType, rows, texts: {}, matrices: { embedding } });
        const { width } = embedding;
        session.print({ out, rows: rows.length, width }, `${rows.length} x ${width} numbers written to ${out}`);
      }),
    );
}
