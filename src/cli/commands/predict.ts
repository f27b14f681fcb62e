import { join } from 'node:path';
import type { Command } from 'commander';
import { type RowChoice, writeTable } from '../../experiments/index.js';
import { checkTablePath } from '../../experiments/internal.js';
import { rowsOption } from '../options/rows.js';
import { addTrainedOptions, type TrainedFlags, withRun } from '../options/trained.js';
import { inSession } from '../terminal/session.js';

interface PredictFlags extends TrainedFlags {
  readonly rows: RowChoice;
  readonly out?: string;
  readonly overwrite?: boolean;
}

export function addPredict(program: Command): void {
  const command = program.command('predict').description('write the predicted class and the probabilities of nodes');
  addTrainedOptions(command)
    .addOption(rowsOption())
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: RUN/predictions.csv)')
    .option('--overwrite', 'replace the file if it is there')
    .action((folder: string, flags: PredictFlags) =>
      inSession(flags.json, async (session) => {
        const out = flags.out ?? join(folder, 'predictions.csv');
        checkTablePath(out, flags.out === undefined || flags.overwrite === true);
        await withRun(folder, flags, session, async (run) => {
          const { rows, classes, predicted, probabilities, remarks } = await run.predict(flags.rows, session.remarking);
          const { graph } = run;
          const { nodeType } = run.config;
          const probability = { values: probabilities, width: classes.length, names: classes };
          await writeTable(out, { graph, nodeType, rows, texts: { predicted }, matrices: { probability } });
          const said = `${rows.length} ${nodeType} nodes written to ${out}`;
          session.print({ out, rows: rows.length, classes, remarks }, said);
        });
      }),
    );
}
