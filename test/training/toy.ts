import { RandomStream } from '../../src/core/index.js';
import { dropoutKey, linear, Parameter, preluDropout, type Tensor2D, tensor2d } from '../../src/tensor/index.js';
import {
  type ClassificationTaskOptions,
  classificationTask,
  type FitOptions,
  type FitResult,
  type ForwardMode,
  type Model,
  type SingleLabelTargets,
  Trainer,
  type TrainerOptions,
  type TrainingRows,
} from '../../src/training/index.js';

/** A planted problem: features are noisy class centres. Rows 0..n-1, a quarter of them for validation. */
export interface ToyProblem {
  readonly features: Float32Array;
  readonly width: number;
  readonly targets: SingleLabelTargets;
  readonly rows: TrainingRows;
}

export function toyProblem({ n = 60, width = 6, numClasses = 3, noise = 0.3, seed = 1 } = {}): ToyProblem {
  const random = new RandomStream(seed, 'toy');
  const centres = random.fillNormal(new Float32Array(numClasses * width));
  const labels = Int32Array.from({ length: n }, () => random.nextInt(numClasses));
  const features = new Float32Array(n * width);
  for (let i = 0; i < features.length; i++) {
    features[i] = centres[labels[Math.floor(i / width)]! * width + (i % width)]! + noise * random.nextNormal();
  }
  const order = random.permutation(n);
  return {
    features,
    width,
    targets: { kind: 'single', labels, numClasses },
    rows: { train: order.slice(n >> 2).sort(), valid: order.slice(0, n >> 2).sort() },
  };
}

/** Options of trainer and task together. */
export type ToyOptions = TrainerOptions & Omit<ClassificationTaskOptions, 'targets' | 'rows'>;

/** Trains a model to classify the problem's rows. */
export function fitToy(
  model: Model,
  { targets, rows }: Pick<ToyProblem, 'targets' | 'rows'>,
  { loss, batchSize, evalBatchSize, criterion, metrics, ...options }: ToyOptions,
  fit: FitOptions = {},
): Promise<FitResult> {
  const trainer = new Trainer(options);
  return trainer.fit(
    model,
    classificationTask({ targets, rows, loss, batchSize, evalBatchSize, criterion, metrics }),
    fit,
  );
}

/** Linear, PReLU with dropout, linear: logits [B, C]. */
export class ToyModel implements Model {
  readonly name = 'toy';
  readonly parameters: readonly Parameter[];
  readonly #problem: ToyProblem;
  readonly #dropout: number;

  constructor(problem: ToyProblem, { hidden = 8, dropout = 0.3, seed = 7 } = {}) {
    const { width, targets } = problem;
    const { numClasses } = targets;
    this.#problem = problem;
    this.#dropout = dropout;
    const weight = (name: string, rows: number, columns: number) =>
      Parameter.xavierNormal(name, [rows, columns], rows, columns, new RandomStream(seed, 'init', name));
    this.parameters = [
      weight('in/weight', width, hidden),
      Parameter.constant('in/bias', [hidden], 0),
      Parameter.constant('slope', [1], 0.25),
      weight('out/weight', hidden, numClasses),
      Parameter.constant('out/bias', [numClasses], 0),
    ];
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const { features, width } = this.#problem;
    const input = new Float32Array(rows.length * width);
    for (const [i, row] of rows.entries()) input.set(features.subarray(row * width, (row + 1) * width), i * width);
    const [weightIn, biasIn, slope, weightOut, biasOut] = this.parameters.map((parameter) => parameter.value);
    const hidden = linear(tensor2d(input, [rows.length, width]), weightIn as Tensor2D, biasIn as never);
    const dropout =
      mode.training && this.#dropout > 0
        ? { rate: this.#dropout, key: dropoutKey(mode.random.child('hidden')) }
        : undefined;
    return linear(preluDropout(hidden, slope as never, dropout), weightOut as Tensor2D, biasOut as never);
  }

  /** All weights as one array, for comparisons to the bit. */
  weights(): Promise<Float32Array[]> {
    return Promise.all(this.parameters.map((parameter) => parameter.read()));
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}
