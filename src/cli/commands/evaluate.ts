import type { Command } from 'commander';
import { classificationProblem } from '../../models/index.js';
import { accuracy, calibration, classReport, logLoss } from '../../training/index.js';
import { percent, scoreHeads, scoreOf, scoreRows } from '../run/score.js';
import { inSession } from '../run/session.js';
import { addTrainedOptions, openTrained, type TrainedOptions, trainedTask } from '../run/trained.js';
import { textTable } from '../table.js';

export function addEvaluate(program: Command): void {
  const command = program
    .command('evaluate')
    .description('score the model of a run on its test rows, or on other data');
  addTrainedOptions(command).action((folder: string, options: TrainedOptions) =>
    inSession(options.json, async (session) => {
      const started = performance.now();
      const trained = await openTrained(folder, options, session);
      const { config, classifier, graph } = trained;
      const task = trainedTask(trained);
      const split = task.split(config.seed);
      const { targets } = classificationProblem(graph, task.nodeType, split, config.seed, task.labelColumn);
      const rows = split.test;
      const logits = await classifier.predict(rows, { graph, ...session.run });
      const prediction = { logits, rows, numClasses: targets.numClasses };
      const seconds = { evaluate: (performance.now() - started) / 1000 };
      const score = await scoreOf(config.model, prediction, targets, config.seed, { seconds, parameters: undefined });
      const { classes } = classifier.task;
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
