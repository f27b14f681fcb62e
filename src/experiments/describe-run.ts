import { hashGraph } from '../graph/index.js';
import type { Estimator, Problem } from '../models/index.js';
import type { NodeTaskKind } from './data/guess-task.js';
import type { ChoicesOf, Positive } from './kinds/node-kind.js';
import type { PreparedExperiment } from './prepare.js';
import type { RunConfig } from './run/run-config.js';

/** Why the task and the settings are what they are. */
export function remarksOf({ remarks, reasons }: Pick<PreparedExperiment, 'remarks' | 'reasons'>): string[] {
  return [...remarks, ...reasons.map((reason) => `Chosen by the shape of the graph: ${reason}.`)];
}

/** The description of a run, as its folder keeps it. */
export function configOf<K extends NodeTaskKind>(prepared: PreparedExperiment<K>): RunConfig {
  const { opened, definition, settings, preparation } = prepared;
  const problem: Problem & Positive & { readonly labelColumn: string } = prepared.problem;
  const { nodeType, labelColumn, seed } = problem;
  const loss = problem.kind === 'regression' && problem.loss !== undefined ? { loss: problem.loss } : {};
  const weight = problem.kind === 'classification' && problem.classWeight ? { classWeight: problem.classWeight } : {};
  const { positive }: Positive = problem;
  return {
    ...(problem.kind === 'regression' ? { task: 'regression', ...loss } : weight),
    ...prepared.asked,
    ...{ model: definition.name, source: opened.source, graph: hashGraph(opened.graph) },
    ...(positive === undefined ? {} : { positiveClass: positive.class }),
    ...{ nodeType, labelColumn, seed, settings: settings as RunConfig['settings'], preparation },
  };
}

/** What the validation rows decided, a sentence each. */
export function choiceSentences<K extends NodeTaskKind>(
  { kind, asked }: PreparedExperiment<K>,
  { task }: Estimator,
  choices: ChoicesOf<K>,
): string[] {
  return kind.choicesText(choices, asked, task.kind === 'classification' ? task.classes : []);
}
