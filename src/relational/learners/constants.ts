import { quantile } from '../../core/index.js';
import type { FittedLearner, Forecaster, LearnedPart, Learner, LearningProblem } from './types.js';

/** The commonest class by its share, or the median: the same for every row. */
export const globalConstant: Learner = {
  name: 'global',
  title: 'the same for all',
  level: 'constant',
  fit: async (problem) => fitted(problem, (part) => new Constant(problem, part, () => 0)),
};

/** The shares of classes, or the median, of the labels that the same row had before; of rows without labels those of all. */
export const entityConstant: Learner = {
  name: 'entity',
  title: 'what was usual of the same row',
  level: 'constant',
  fit: async (problem) => fitted(problem, (part) => new Constant(problem, part, (row) => row)),
};

/** The label of the row's last anchor; of rows without labels as for all. */
export const lastValue: Learner = {
  name: 'last',
  title: 'what was last of the same row',
  level: 'constant',
  fit: async (problem) => fitted(problem, (part) => new Constant(problem, latestOf(part), (row) => row, part)),
};

function fitted({ train }: LearningProblem, make: (part: LearnedPart) => Forecaster): FittedLearner {
  return { forecaster: make(train), refit: async (part) => make(part) };
}

class Constant implements Forecaster {
  readonly #numClasses: number;
  readonly #keyOf: (row: number) => number;
  readonly #byKey = new Map<number, Float64Array>();
  readonly #fallback: Float64Array;

  constructor(
    { kind, numClasses }: LearningProblem,
    { anchors }: LearnedPart,
    keyOf: (row: number) => number,
    all: LearnedPart = { anchors, features: [] },
  ) {
    this.#numClasses = numClasses;
    this.#keyOf = keyOf;
    const groups = new Map<number, number[]>();
    for (const [i, row] of anchors.rows.entries()) {
      const key = keyOf(row);
      const group = groups.get(key);
      if (group) group.push(anchors.labels[i]!);
      else groups.set(key, [anchors.labels[i]!]);
    }
    const summary = (labels: ArrayLike<number>) =>
      kind === 'numbers'
        ? Float64Array.of(quantile(Float64Array.from(labels).sort(), 0.5))
        : shares(labels, numClasses);
    for (const [key, labels] of groups) this.#byKey.set(key, summary(labels));
    this.#fallback = summary(all.anchors.labels);
  }

  async predict({ anchors }: { readonly anchors: { readonly rows: Int32Array } }): Promise<Float64Array> {
    const out = new Float64Array(anchors.rows.length * this.#numClasses);
    for (const [i, row] of anchors.rows.entries())
      out.set(this.#byKey.get(this.#keyOf(row)) ?? this.#fallback, i * this.#numClasses);
    return out;
  }

  dispose(): void {}
}

/** Of each row its latest anchor alone. */
function latestOf({ anchors, features }: LearnedPart): LearnedPart {
  const latest = new Map<number, number>();
  for (const [i, row] of anchors.rows.entries()) {
    const known = latest.get(row);
    if (known === undefined || anchors.times[i]! > anchors.times[known]!) latest.set(row, i);
  }
  const kept = [...latest.values()];
  return {
    features,
    anchors: {
      table: anchors.table,
      rows: Int32Array.from(kept, (i) => anchors.rows[i]!),
      times: Float64Array.from(kept, (i) => anchors.times[i]!),
      labels: Float64Array.from(kept, (i) => anchors.labels[i]!),
    },
  };
}

function shares(labels: ArrayLike<number>, numClasses: number): Float64Array {
  const out = new Float64Array(numClasses);
  for (let i = 0; i < labels.length; i++) out[labels[i]!]! += 1 / labels.length;
  return out;
}
