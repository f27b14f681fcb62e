import { join } from 'node:path';
import type { Command } from 'commander';
import { writeTable } from '../../data/index.js';
import { checkTablePath } from '../../data/internal.js';
import type { RowChoice } from '../../experiments/index.js';
import { isLinkRun, RegressionRun } from '../../experiments/internal.js';
import { writeAnswers } from '../links/predict-links.js';
import { withLinkRun } from '../links/with-link-run.js';
import { wholeNumber } from '../options/options.js';
import { rowsOption } from '../options/rows.js';
import { addTrainedOptions, type TrainedFlags, withRun } from '../options/trained.js';
import { inSession } from '../terminal/session.js';

interface PredictFlags extends TrainedFlags {
  readonly rows: RowChoice;
  readonly out?: string;
  readonly overwrite?: boolean;
  readonly of?: string;
  readonly top: string;
}

export function addPredict(command: Command): void {
  addTrainedOptions(command)
    .addOption(rowsOption())
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: RUN/predictions.csv)')
    .option('--overwrite', 'replace the file if it is there')
    .option('--of <ids>', 'links: ids of the sources, with commas between them (default: all)')
    .option('--top <number>', 'links: targets for each source', '10')
    .action((folder: string, flags: PredictFlags) =>
      inSession(flags.json, async (session) => {
        const out = flags.out ?? join(folder, 'predictions.csv');
        checkTablePath(out, flags.out === undefined || flags.overwrite === true);
        if (await isLinkRun(folder)) {
          const top = wholeNumber(flags.top, '--top');
          const { of, target } = flags;
          const overwrite = flags.out === undefined || flags.overwrite === true;
          await withLinkRun(folder, flags, session, (run) =>
            writeAnswers(run, { out, overwrite, of, top, target }, session),
          );
          return;
        }
        await withRun(folder, flags, session, async (run) => {
          const { graph } = run;
          const { nodeType } = run.config;
          if (run instanceof RegressionRun) {
            const { rows, predicted, remarks, interval } = await run.predict(flags.rows, session.remarking);
            const bounds: Record<string, Float32Array> = interval
              ? {
                  low: predicted.map((value) => value - interval.halfWidth),
                  high: predicted.map((value) => value + interval.halfWidth),
                }
              : {};
            await writeTable(out, {
              graph,
              nodeType,
              rows,
              texts: {},
              numbers: { predicted, ...bounds },
              matrices: {},
            });
            session.print({ out, rows: rows.length, remarks }, `${rows.length} ${nodeType} nodes written to ${out}`);
            return;
          }
          const { rows, classes, predicted, probabilities, remarks } = await run.predict(flags.rows, session.remarking);
          const probability = { values: probabilities, width: classes.length, names: classes };
          await writeTable(out, { graph, nodeType, rows, texts: { predicted }, matrices: { probability } });
          const said = `${rows.length} ${nodeType} nodes written to ${out}`;
          session.print({ out, rows: rows.length, classes, remarks }, said);
        });
      }),
    );
}
