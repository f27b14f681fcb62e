import { quantile } from '../../core/index.js';
import { type LabelsBefore, labelsBy } from './labels-by.js';
import { stateArray } from './state-array.js';
import type {
  AskedPart,
  Forecaster,
  ForecasterState,
  LearnedPart,
  Learner,
  LearningProblem,
  RestoreContext,
} from './types.js';

/** The commonest class by its share, or the median: the same for every row. */
export const globalConstant: Learner = constant('global', 'the same for all', (problem, part) =>
  learned(problem, undefined, part),
);

/** The shares of classes, or the median, of the labels that the same row had before; of rows without labels those of all. */
export const entityConstant: Learner = constant('entity', 'what was usual of the same row', (problem, part) =>
  learned(problem, part, part, (labels) => labels),
);

/** The label of the row's last anchor; of rows without labels as for all. */
export const lastValue: Learner = constant('last', 'what was last of the same row', (problem, part) =>
  learned(problem, latestOf(part), part, (labels) => labels.slice(-1)),
);

function constant(
  name: string,
  title: string,
  make: (problem: LearningProblem, part: LearnedPart) => Forecaster,
): Learner {
  return {
    ...{ name, title, level: 'constant' },
    fit: async (problem) => ({ forecaster: make(problem, problem.train), refit: async (part) => make(problem, part) }),
    restore: ({ arrays = {} }, context) => Constant.restore(arrays, context),
  };
}

/**
 * @param byRow whose rows have answers of their own, where any do
 * @param counts which of the labels of a row that are known at an anchor, the latest last
 */
function learned(
  { kind, numClasses }: LearningProblem,
  byRow: LearnedPart | undefined,
  all: LearnedPart,
  counts?: LabelsBefore,
): Constant {
  const groups = new Map<number, number[]>();
  for (const [i, row] of byRow?.anchors.rows.entries() ?? []) {
    const label = byRow!.anchors.labels[i]!;
    const group = groups.get(row);
    if (group) group.push(label);
    else groups.set(row, [label]);
  }
  const summary = (labels: ArrayLike<number>) =>
    kind === 'numbers' ? Float64Array.of(quantile(Float64Array.from(labels).sort(), 0.5)) : shares(labels, numClasses);
  const ofRows = new Map(Array.from(groups, ([row, labels]) => [row, summary(labels)] as const));
  return new Constant(ofRows, summary(all.anchors.labels), counts && ((labels) => summary(counts(labels))));
}

class Constant implements Forecaster {
  readonly used: ReadonlySet<string> = new Set();
  readonly #ofRows: ReadonlyMap<number, Float64Array>;
  readonly #fallback: Float64Array;
  readonly #answerOf: ((labels: readonly number[]) => Float64Array) | undefined;

  constructor(
    ofRows: ReadonlyMap<number, Float64Array>,
    fallback: Float64Array,
    answerOf?: (labels: readonly number[]) => Float64Array,
  ) {
    this.#ofRows = ofRows;
    this.#fallback = fallback;
    this.#answerOf = answerOf;
  }

  static restore(arrays: NonNullable<ForecasterState['arrays']>, { kind, numClasses, numRows }: RestoreContext) {
    const rows = stateArray(arrays, 'rows', Int32Array);
    const values = stateArray(arrays, 'values', Float64Array, rows.length * numClasses);
    const fallback = stateArray(arrays, 'fallback', Float64Array, numClasses);
    const isAnswer = kind === 'numbers' ? Number.isFinite : (value: number) => value >= 0 && value <= 1;
    const isSound =
      values.every(isAnswer) && fallback.every(isAnswer) && rows.every((row) => row >= 0 && row < numRows);
    if (!isSound) throw new Error('A row or an answer is impossible.');
    const ofRow = (i: number) => values.slice(i * numClasses, (i + 1) * numClasses);
    return new Constant(new Map(Array.from(rows, (row, i) => [row, ofRow(i)])), fallback);
  }

  async predict({ anchors, learnedRows = anchors.rows, known }: AskedPart): Promise<Float64Array> {
    const width = this.#fallback.length;
    const out = new Float64Array(learnedRows.length * width);
    const answerOf = this.#answerOf;
    if (known && answerOf) {
      let at = 0;
      for (const labels of labelsBy(known, anchors)) {
        out.set(labels.length > 0 ? answerOf(labels) : this.#fallback, at);
        at += width;
      }
      return out;
    }
    for (const [i, row] of learnedRows.entries()) out.set(this.#ofRows.get(row) ?? this.#fallback, i * width);
    return out;
  }

  async state(): Promise<ForecasterState> {
    const values = Float64Array.from([...this.#ofRows.values()].flatMap((each) => [...each]));
    return { arrays: { rows: Int32Array.from(this.#ofRows.keys()), values, fallback: this.#fallback } };
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
  for (let i = 0; i < labels.length; i++) out[labels[i]!]!++;
  return out.map((count) => count / labels.length);
}
