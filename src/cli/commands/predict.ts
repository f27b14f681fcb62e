import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { checkTablePath, writeTable } from '../../experiments/tables/row-table.js';
import { addTrainedOptions, openTrained, rowsOf, type TrainedOptions } from '../../experiments/trained-run.js';
import { type Prediction, predictedClasses, predictedFlags, probabilities } from '../../training/index.js';
import { inSession } from '../terminal/session.js';

interface PredictOptions extends TrainedOptions {
  rows: string;
  out?: string;
}

export function addPredict(program: Command): void {
  const command = program.command('predict').description('write the predicted class and the probabilities of nodes');
  addTrainedOptions(command)
    .addOption(new Option('--rows <which>', 'nodes').choices(['all', 'test', 'unlabelled']).default('all'))
    .option('--out <file>', 'ends in .arrow, .csv or .jsonl (default: RUN/predictions.csv)')
    .action((folder: string, options: PredictOptions) =>
      inSession(options.json, async (session) => {
        const out = options.out ?? join(folder, 'predictions.csv');
        checkTablePath(out);
        const trained = await openTrained(folder, options, session);
        const { classifier, graph } = trained;
        const { nodeType, classes, multiLabel } = classifier.task;
        const rows = rowsOf(trained, options.rows);
        const logits = await classifier.predict(rows, { graph, ...session.run });
        classifier.dispose();
        const prediction = { logits, rows, numClasses: classes.length };
        const values = Float32Array.from(probabilities(prediction, multiLabel ? 'multi' : 'single'));
        const predicted = multiLabel ? severalClasses(prediction, classes) : oneClass(prediction, classes);
        const matrices = { probability: { values, width: classes.length, names: classes } };
        await writeTable(out, { graph, nodeType, rows, texts: { predicted }, matrices });
        session.print({ out, rows: rows.length, classes }, `${rows.length} ${nodeType} nodes written to ${out}`);
      }),
    );
}

function oneClass(prediction: Prediction, classes: readonly string[]): string[] {
  return Array.from(predictedClasses(prediction), (c) => classes[c]!);
}

/** Names with `|` between. */
function severalClasses(prediction: Prediction, classes: readonly string[]): string[] {
  const flags = predictedFlags(prediction);
  return Array.from(prediction.rows, (_, i) => classes.filter((_name, c) => flags[i * classes.length + c]).join('|'));
}
