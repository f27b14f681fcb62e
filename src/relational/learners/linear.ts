import type { RunOptions } from '../../core/index.js';
import { encodeFeatures, type FeatureEncoder, fitFeatures, GraphBuilder, type HeteroGraph } from '../../graph/index.js';
import { classificationProblem, createModel, type Estimator, regressionProblem } from '../../models/index.js';
import { probabilities } from '../../training/index.js';
import type { Feature } from '../features/types.js';
import type { ForecastKind, LabelledAnchors } from '../tasks/types.js';
import { joinParts, rowsFrom } from './join-parts.js';
import type { FittedLearner, Forecaster, LearnedPart, Learner, LearningProblem } from './types.js';

const ROW = 'anchor';
const LABEL = 'label';

/** Logistic or ridge regression of the features, each standardised, with a mark for missing values. */
export const linear: Learner = {
  name: 'linear',
  title: 'a regression of the plainest features',
  level: 'learned',
  maxFeatures: 100,
  async fit(problem, run = {}): Promise<FittedLearner> {
    const learn = (train: LearnedPart, valid: LearnedPart, options: RunOptions) =>
      fitLinear(problem, train, valid, options);
    return {
      forecaster: await learn(problem.train, problem.valid, run),
      refit: async (part, options = {}) => learn(part, problem.valid, options),
    };
  },
};

async function fitLinear(
  { kind, numClasses, seed }: LearningProblem,
  train: LearnedPart,
  valid: LearnedPart,
  run: RunOptions,
): Promise<Forecaster> {
  const joined = joinParts(train, valid);
  const numTrain = train.anchors.rows.length;
  const plain = graphOf(joined.features, joined.anchors, kind, numClasses);
  const split = {
    train: rowsFrom(0, numTrain),
    valid: rowsFrom(numTrain, joined.anchors.rows.length),
    test: new Int32Array(),
  };
  const encoder = fitFeatures(plain, { target: ROW, trainRows: split.train, exclude: { [ROW]: [LABEL] } });
  const graph = encodeFeatures(plain, encoder);
  const problem =
    kind === 'numbers'
      ? regressionProblem(graph, ROW, split, seed, LABEL)
      : classificationProblem(graph, ROW, split, seed, LABEL);
  const model = createModel(kind === 'numbers' ? 'ridge' : 'logistic', {
    settings: { penalty: kind === 'numbers' ? 1 : 20 },
  });
  await model.fit(problem, run);
  return new Linear(model, encoder, kind, numClasses);
}

class Linear implements Forecaster {
  readonly #model: Estimator;
  readonly #encoder: FeatureEncoder;
  readonly #kind: ForecastKind;
  readonly #numClasses: number;

  constructor(model: Estimator, encoder: FeatureEncoder, kind: ForecastKind, numClasses: number) {
    this.#model = model;
    this.#encoder = encoder;
    this.#kind = kind;
    this.#numClasses = numClasses;
  }

  async predict({ features, anchors }: Parameters<Forecaster['predict']>[0]): Promise<Float64Array> {
    const { length } = anchors.rows;
    const graph = encodeFeatures(
      graphOf(features, { rows: anchors.rows }, this.#kind, this.#numClasses),
      this.#encoder,
    );
    const rows = rowsFrom(0, length);
    const values = await this.#model.predict(rows, { graph });
    if (this.#kind === 'numbers') return Float64Array.from(values);
    return probabilities({ logits: values, rows, numClasses: this.#numClasses }, 'single');
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** Anchors as nodes without relations. */
function graphOf(
  features: readonly Feature[],
  anchors: { readonly rows: Int32Array; readonly labels?: LabelledAnchors['labels'] },
  kind: ForecastKind,
  numClasses: number,
): HeteroGraph {
  const data: Record<string, (number | string | null)[]> = {};
  const columns: Record<string, object> = {};
  for (const [i, { values, categories, kind: of }] of features.entries()) {
    // Names stay as short as those of columns.
    const name = `f${i}`;
    data[name] = Array.from(values, (value) => {
      if (Number.isNaN(value)) return null;
      return of === 'category' ? (categories?.[value] ?? String(value)) : value;
    });
    columns[name] = { type: of === 'category' ? 'utf8' : 'float64', role: 'attribute' };
  }
  const { labels } = anchors;
  data[LABEL] = labels ? Array.from(labels) : Array.from(anchors.rows, () => null);
  columns[LABEL] =
    kind === 'numbers'
      ? { type: 'float64', role: 'attribute' }
      : { type: 'int32', role: 'label', classes: Array.from({ length: numClasses }, (_, c) => String(c)) };
  return new GraphBuilder().addNodes(ROW, data, { count: anchors.rows.length, columns }).build();
}
