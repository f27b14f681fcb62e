import * as z from 'zod/mini';
import { option, type RunOptions } from '../../core/index.js';
import { encodeFeatures, type FeatureEncoder, fitFeatures, GraphBuilder, type HeteroGraph } from '../../graph/index.js';
import { featureEncoderSchema } from '../../graph/internal.js';
import {
  classificationProblem,
  createModel,
  type Estimator,
  regressionProblem,
  restoreModel,
} from '../../models/index.js';
import { probabilities } from '../../training/index.js';
import type { Feature } from '../features/types.js';
import type { ForecastKind, LabelledAnchors } from '../tasks/types.js';
import { joinParts, rowsFrom } from './join-parts.js';
import { stateArray } from './state-array.js';
import type {
  AskedPart,
  FittedLearner,
  Forecaster,
  ForecasterState,
  LearnedPart,
  Learner,
  LearningProblem,
  RestoreContext,
} from './types.js';

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
  restore: restoreLinear,
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

const learnedNodes = {
  nodeType: z.literal(ROW),
  labelColumn: z.literal(LABEL),
  fittedOn: z.optional(z.strictObject({ nodeTypes: z.array(z.string()), relations: z.array(z.string()) })),
};

/** What of the state is no array. */
const stateSchema = z.strictObject({
  encoder: featureEncoderSchema,
  model: z.strictObject({
    model: z.enum(['ridge', 'logistic']),
    settings: z.record(z.string(), z.unknown()),
    seed: option.seed,
    task: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('classification'),
        classes: z.array(z.string()),
        multiLabel: z.literal(false),
        ...learnedNodes,
      }),
      z.strictObject({ kind: z.literal('regression'), mean: z.number(), deviation: z.number(), ...learnedNodes }),
    ]),
    state: z.record(z.string(), z.unknown()),
    parameters: z.array(z.strictObject({ name: z.string(), shape: z.array(option.countFrom(0)) })),
  }),
});

function restoreLinear({ data, arrays = {} }: ForecasterState, { kind, numClasses }: RestoreContext): Forecaster {
  const { encoder, model } = z.parse(stateSchema, data);
  const width = model.task.kind === 'regression' ? 1 : model.task.classes.length;
  if (width !== numClasses || (kind === 'numbers') !== (model.task.kind === 'regression'))
    throw new Error('The regression is of other classes.');
  const weights = model.parameters.map((_, i) => stateArray(arrays, `weights-${i}`, Float32Array));
  const restored = restoreModel({ ...model, weights, trainRows: new Int32Array() });
  return new Linear(restored, encoder, kind, numClasses);
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

  async predict({ features, anchors }: AskedPart, run: RunOptions = {}): Promise<Float64Array> {
    const { length } = anchors.rows;
    const graph = encodeFeatures(
      graphOf(features, { rows: anchors.rows }, this.#kind, this.#numClasses),
      this.#encoder,
    );
    const rows = rowsFrom(0, length);
    const values = await this.#model.predict(rows, { ...run, graph });
    if (this.#kind === 'numbers') return Float64Array.from(values);
    return probabilities({ logits: values, rows, numClasses: this.#numClasses }, 'single');
  }

  async state(): Promise<ForecasterState> {
    const { weights, trainRows: _, ...model } = await this.#model.save();
    return {
      data: { encoder: this.#encoder, model },
      arrays: Object.fromEntries(weights.map((values, i) => [`weights-${i}`, values])),
    };
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
