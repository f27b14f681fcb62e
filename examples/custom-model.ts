// A layer and a model of your own, trained by the library's Trainer. Run: npx tsx examples/custom-model.ts
import { RandomStream } from 'heterograph';
import { Dense, type ForwardMode, type Layer, Linear, parametersOf } from 'heterograph/layers';
import { adamW, cosineDecay, gatherRows, multiply, sigmoid, type Tensor2D } from 'heterograph/tensor';
import { accuracy, classificationTask, type Model, Trainer } from 'heterograph/training';

/** Lets each value through by a share that is learned: x sigmoid(x W + b), [B, D] -> [B, D]. */
class Gate implements Layer {
  readonly parameters;
  readonly #linear: Linear;

  constructor(name: string, width: number, seed: number) {
    this.#linear = new Linear({ name, seed, inputWidth: width, outputWidth: width });
    this.parameters = this.#linear.parameters;
  }

  forward(x: Tensor2D): Tensor2D {
    return multiply(x, sigmoid(this.#linear.forward(x)));
  }

  dispose(): void {
    this.#linear.dispose();
  }
}

/** Rows of a feature matrix [N, width] to class logits. */
class GatedClassifier implements Model {
  readonly name = 'gated';
  readonly parameters;
  readonly #features: Float32Array;
  readonly #width: number;
  readonly #layers: readonly Layer[];

  constructor(features: Float32Array, width: number, numClasses: number, seed: number) {
    this.#features = features;
    this.#width = width;
    this.#layers = [
      new Dense({ name: 'in', seed, inputWidth: width, outputWidth: 16, dropout: 0.1 }),
      new Gate('gate', 16, seed),
      new Linear({ name: 'out', seed, inputWidth: 16, outputWidth: numClasses }),
    ];
    this.parameters = parametersOf(this.#layers);
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const x = gatherRows(this.#features, this.#width, rows);
    return this.#layers.reduce((hidden, layer) => layer.forward(hidden, mode), x);
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
  }
}

// 600 points in the plane; the class says whether both coordinates have the same sign.
const features = new RandomStream(1, 'features').fillNormal(new Float32Array(1200));
const labels = Int32Array.from({ length: 600 }, (_, i) => Number(features[2 * i]! * features[2 * i + 1]! > 0));
const rows = Int32Array.from({ length: 600 }, (_, i) => i);
const split = { train: rows.slice(0, 400), valid: rows.slice(400, 500), test: rows.slice(500) };

const model = new GatedClassifier(features, 2, 2, 0);
const task = classificationTask({
  targets: { kind: 'single', labels, numClasses: 2 },
  rows: split,
  criterion: accuracy,
  metrics: [accuracy],
  batchSize: 64,
});
const trainer = new Trainer({
  epochs: 60,
  seed: 0,
  optimizer: adamW({ learningRate: 0.02, groups: [{ parameters: /bias$|slope$/, weightDecay: 0 }] }),
  schedule: cosineDecay(60, { warmUp: 5 }),
});
const { bestEpoch } = await trainer.fit(model, task);
const { figures } = await task.evaluate(model, split.test);
console.log(`best epoch ${bestEpoch}, test accuracy ${(100 * figures.accuracy!).toFixed(1)} %`);
model.dispose();
