import type { Command } from 'commander';
import { percent, scoreHeads, scoreOf, scoreRows } from '../../experiments/score/score.js';
import { targetsByName } from '../../experiments/score/targets.js';
import { addTrainedOptions, openTrained, type TrainedOptions, testRows } from '../../experiments/trained-run.js';
import { accuracy, calibration, classReport, logLoss } from '../../training/index.js';
import { inSession } from '../terminal/session.js';
import { textTable } from '../terminal/text-table.js';

export function addEvaluate(program: Command): void {
  const command = program
    .command('evaluate')
    .description('score the model of a run on its test rows, or on other data');
  addTrainedOptions(command).action((folder: string, options: TrainedOptions) =>
    inSession(options.json, async (session) => {
      const started = performance.now();
      const trained = await openTrained(folder, options, session);
      const { config, classifier, graph } = trained;
      const { classes, multiLabel } = classifier.task;
      const targets = targetsByName(graph, config.nodeType, config.labelColumn, classes, multiLabel);
      const rows = testRows(trained);
      if (!trained.isTrainedOn)
        session.remark('Other data than the run was trained on: rows it has seen may be among them.');
      const logits = await classifier.predict(rows, { graph, ...session.run });
      const prediction = { logits, rows, numClasses: targets.numClasses };
      const seconds = { evaluate: (performance.now() - started) / 1000 };
      const score = await scoreOf(config.model, prediction, targets, config.seed, { seconds, parameters: undefined });
      const perClass = classReport(prediction, targets).map((each) => ({ class: classes[each.index]!, ...each }));
      const result = {
        ...score,
        rows: rows.length,
        accuracy: accuracy.compute(prediction, targets),
        logLoss: logLoss.compute(prediction, targets),
        calibrationError: calibration(prediction, targets).expectedError,
        perClass,
      };
      classifier.dispose();
      const byClass = perClass.map((each) => [
        each.class,
        ...[each.precision, each.recall, each.f1].map(percent),
        each.support,
      ]);
      const tables = [
        textTable(scoreHeads, scoreRows([score])),
        textTable(['class', 'precision', 'recall', 'F1', 'rows'], byClass),
        `accuracy ${percent(result.accuracy)}, log loss ${result.logLoss.toFixed(4)}, calibration error ${percent(result.calibrationError)}, ${rows.length} rows`,
      ];
      session.print(result, tables.join('\n\n'));
    }),
  );
}
