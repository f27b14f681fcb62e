import { join } from 'node:path';
import { type HeteroGraphError, isHeteroGraphError } from '../core/index.js';
import { writeTable } from '../data/index.js';
import { writeJson } from '../data/internal.js';
import { type Estimator, type Flow, type Problem, saveModel } from '../models/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import { choiceSentences, configOf } from './describe-run.js';
import { writeProblemOf } from './disk/write-problem.js';
import type { Experiment, ExperimentEvents } from './experiment.js';
import type { PreparedExperiment } from './prepare.js';
import { relationImportance } from './report/relation-importance.js';
import { writeReport } from './report/report.js';
import { verdictOf } from './report/verdict.js';
import { writeChoices } from './run/run-choices.js';
import { runFiles } from './run/run-folder.js';

/** Writes model, embeddings, scores and report into the run folder; what could not be written is answered. */
export async function keepExperiment<K extends NodeTaskKind>(
  folder: string,
  prepared: PreparedExperiment<K>,
  { model, report, predictions, summary }: Experiment<K>,
  events: ExperimentEvents,
): Promise<HeteroGraphError | undefined> {
  const { training, execution } = report;
  const { kind, problem } = prepared;
  const pictures = kind.pictures(model, predictions, problem);
  const what = {
    config: configOf(prepared),
    problem,
    table: kind.table(summary.scores),
    pictures,
    training,
    execution,
  };
  return writeProblemOf(async () => {
    if (training) await writeJson(join(folder, runFiles.history), training.history.toJSON());
    await saveModel(model, join(folder, runFiles.model));
    await writeChoices(folder, kind.name, summary.choices);
    if (model.hasEmbedding) await writeEmbeddings(join(folder, runFiles.embeddings), model, prepared, events);
    await writeJson(join(folder, runFiles.metrics), summary);
    const flow = await flowOf(model, problem.split.test);
    const relations =
      prepared.resources.memoryBytes === undefined
        ? await relationImportance(kind, model, problem, summary.choices, { signal: events.signal })
        : undefined;
    const judgement = kind.judge(summary.scores, problem);
    const { comparison, structure } = summary;
    const own = verdictOf(kind, summary.scores, judgement);
    const verdict = [
      ...(comparison ? [comparison.verdict, ...(judgement === undefined ? [] : [judgement])] : [own]),
      ...(structure ? [structure.verdict] : []),
      ...(summary.choices ? choiceSentences(prepared, model, summary.choices) : []),
    ];
    await writeReport(folder, { ...what, flow, verdict, relations, summary });
    return training?.checkpointProblem;
  });
}

/** Of models with attention, where the states of the rows came from. */
async function flowOf(model: Estimator, rows: Int32Array): Promise<Flow | undefined> {
  if (!model.flow || rows.length === 0) return undefined;
  try {
    return await model.flow(rows);
  } catch (error) {
    if (isHeteroGraphError(error) && error.code === 'UNSUPPORTED_BY_MODEL') return undefined;
    throw error;
  }
}

async function writeEmbeddings(
  path: string,
  model: Estimator,
  { problem }: { readonly problem: Problem },
  { signal, onProgress }: ExperimentEvents,
): Promise<void> {
  const { graph, nodeType, split } = problem;
  const rows = Int32Array.from([...split.train, ...split.valid, ...split.test]).sort();
  const embedding = await model.embed(rows, { signal, onProgress });
  await writeTable(path, { graph, nodeType, rows, texts: {}, matrices: { embedding } });
}
