import { answersBy, asOneRow } from './labels-by.js';
import { latest, type SummaryOf, summed, usual } from './running-summary.js';
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

/** The shares of classes, or the median: the same for every row of a time. */
export const globalConstant: Learner = constant('global', 'the same for all', (problem, part) =>
  learned(problem, undefined, part),
);

/** The shares of classes, or the median, of the labels that the same row had before; of rows without labels those of all. */
export const entityConstant: Learner = constant('entity', 'what was usual of the same row', (problem, part) =>
  learned(problem, part, part, (summary) => summary),
);

/** The label of the row's last anchor; of rows without labels as for all. */
export const lastValue: Learner = constant('last', 'what was last of the same row', (problem, part) =>
  learned(problem, latestOf(part), part, latest),
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
 * @param ofRow what of the labels of a row that are known at an anchor, the latest last
 */
function learned(
  { kind, numClasses }: LearningProblem,
  byRow: LearnedPart | undefined,
  all: LearnedPart,
  ofRow?: (summary: SummaryOf) => SummaryOf,
): Constant {
  const groups = new Map<number, number[]>();
  for (const [i, row] of byRow?.anchors.rows.entries() ?? []) {
    const label = byRow!.anchors.labels[i]!;
    const group = groups.get(row);
    if (group) group.push(label);
    else groups.set(row, [label]);
  }
  const ofAll = usual(kind, numClasses);
  const ofRows = new Map(
    Array.from(groups, ([row, labels]) => [row, summed(ofAll, Float64Array.from(labels))] as const),
  );
  return new Constant(ofRows, summed(ofAll, all.anchors.labels), { ofAll, ofRow: ofRow?.(ofAll) });
}

/** Of labels that become known as time goes on. */
interface Rolling {
  readonly ofAll: SummaryOf;
  readonly ofRow: SummaryOf | undefined;
}

class Constant implements Forecaster {
  readonly used: ReadonlySet<string> = new Set();
  readonly #ofRows: ReadonlyMap<number, Float64Array>;
  readonly #fallback: Float64Array;
  readonly #rolling: Rolling | undefined;

  constructor(ofRows: ReadonlyMap<number, Float64Array>, fallback: Float64Array, rolling?: Rolling) {
    this.#ofRows = ofRows;
    this.#fallback = fallback;
    this.#rolling = rolling;
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
    if (known && this.#rolling) {
      const { ofAll, ofRow } = this.#rolling;
      const all = answersBy(asOneRow(known), asOneRow(anchors), ofAll);
      const own = ofRow ? answersBy(known, anchors, ofRow) : [];
      for (let i = 0; i < all.length; i++) out.set(own[i] ?? all[i] ?? this.#fallback, i * width);
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
