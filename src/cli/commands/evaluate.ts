import type { Command } from 'commander';
import {
  isLinkRun,
  linkScoreHeads,
  linkScoreRows,
  nodeKind,
  percent,
  RegressionRun,
} from '../../experiments/internal.js';
import { withLinkRun } from '../links/with-link-run.js';
import { addTrainedOptions, type TrainedFlags, withRun } from '../options/trained.js';
import { inSession } from '../terminal/session.js';
import { tableText, textTable } from '../terminal/text-table.js';

export function addEvaluate(command: Command): void {
  addTrainedOptions(command).action((folder: string, flags: TrainedFlags) =>
    inSession(flags.json, async (session) => {
      if (await isLinkRun(folder)) {
        await withLinkRun(folder, flags, session, async (run) => {
          const score = await run.evaluate(session.run);
          session.print(score, textTable(linkScoreHeads, linkScoreRows([score])));
        });
        return;
      }
      await withRun(folder, flags, session, async (run) => {
        if (!run.isTrainedOn)
          session.remark('The data differ from those of the training: rows that the run was trained on may be scored.');
        if (run instanceof RegressionRun) {
          const figures = await run.evaluate(session.remarking);
          const { heads, rows } = nodeKind('regression').table([figures]);
          session.print(figures, `${textTable(heads, rows)}\n\n${figures.rows} rows`);
          return;
        }
        const result = await run.evaluate(session.remarking);
        const byClass = result.perClass.map((each) => [
          each.class,
          ...[each.precision, each.recall, each.f1].map(percent),
          each.support,
        ]);
        const tables = [
          tableText(nodeKind('classification').table([result])),
          textTable(['class', 'precision', 'recall', 'F1', 'rows'], byClass),
          `accuracy ${percent(result.accuracy)}, log loss ${result.logLoss.toFixed(4)}, calibration error ${percent(result.calibrationError)}, ${result.rows} rows`,
        ];
        session.print(result, tables.join('\n\n'));
      });
    }),
  );
}
