import { join } from 'node:path';
import { HeteroGraphError } from '../core/index.js';
import { writeJson } from '../data/internal.js';
import type { Estimator, FitReport } from '../models/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import type { ExperimentEvents } from './experiment.js';
import { chosenPredictions } from './kinds/chosen-predictions.js';
import type { ChoicesOf, PredictionsOf, ScoreOf } from './kinds/node-kind.js';
import type { PreparedExperiment } from './prepare.js';
import { runFiles } from './run/run-folder.js';

/** A fitted model's score. */
export interface Fitted<K extends NodeTaskKind> {
  readonly score: ScoreOf<K>;
  readonly predictions: PredictionsOf<K>;
  readonly report: FitReport;
  /** What the validation rows decided. */
  readonly choices: ChoicesOf<K> | undefined;
}

/**
 * Fits a model and scores it on the test rows.
 *
 * @throws {HeteroGraphError} ABORTED; what the model throws
 */
export async function fitOne<K extends NodeTaskKind>(
  model: Estimator,
  { kind, problem, settings, asked }: PreparedExperiment<K>,
  out: string | undefined,
  { onRemark, onModel, onScore, ...run }: ExperimentEvents,
  isBaseline: boolean,
): Promise<Fitted<K>> {
  onModel?.(model.name);
  const report = await model.fit(problem, run);
  const { training } = report;
  if (training?.stoppedBy === 'abort') {
    if (training.checkpointProblem) throw training.checkpointProblem;
    if (!isBaseline && out !== undefined) {
      await writeJson(join(out, runFiles.history), training.history.toJSON());
    }
    const kept = out === undefined ? '' : `; the checkpoint is in ${out}`;
    throw new HeteroGraphError('ABORTED', `Stopped after epoch ${training.epochs}${kept}.`, {
      hint: out === undefined ? 'Give a run folder to continue later.' : 'Repeat the same call to continue.',
    });
  }
  const epochs = isBaseline ? undefined : (settings as { epochs?: unknown }).epochs;
  if (training && typeof epochs === 'number' && training.epochs > epochs) {
    onRemark?.(
      `The run in the folder has ${training.epochs} epochs, more than the ${epochs} asked for: none was added. Give restart: true to train anew.`,
    );
  }
  if (report.storeProblem) onRemark?.(`The features were not kept: ${report.storeProblem.message}`);
  const { predictions, choices } = await chosenPredictions(kind, model, problem, asked, run);
  const figures = { seconds: report.seconds, parameters: report.numParameters };
  const score = await kind.score(model.name, predictions, problem, figures);
  onScore?.(score);
  return { score, predictions, report, choices };
}
