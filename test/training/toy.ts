import { RandomStream } from '../../src/core/index.js';
import { dropoutKey, linear, Parameter, preluDropout, type Tensor2D, tensor2d } from '../../src/tensor/index.js';
import type { ForwardMode, Model, SingleLabelTargets, TrainingRows } from '../../src/training/index.js';

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

/** Linear, PReLU with dropout, linear: logits [B, C]. */
export class ToyModel implements Model {
  readonly name = 'toy';
  readonly numClasses: number;
  readonly parameters: readonly Parameter[];
  readonly #problem: ToyProblem;
  readonly #dropout: number;

  constructor(problem: ToyProblem, { hidden = 8, dropout = 0.3, seed = 7 } = {}) {
    const { width, targets } = problem;
    this.numClasses = targets.numClasses;
    this.#problem = problem;
    this.#dropout = dropout;
    const weight = (name: string, rows: number, columns: number) =>
      Parameter.xavierNormal(name, [rows, columns], rows, columns, new RandomStream(seed, 'init', name));
    this.parameters = [
      weight('in/weight', width, hidden),
      Parameter.constant('in/bias', [hidden], 0),
      Parameter.constant('slope', [1], 0.25),
      weight('out/weight', hidden, this.numClasses),
      Parameter.constant('out/bias', [this.numClasses], 0),
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
