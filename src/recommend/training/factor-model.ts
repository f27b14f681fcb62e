import { randomPermutation } from '../../compute/index.js';
import { rowNormGradientInto, rowNormInto } from '../../compute/internal.js';
import { type Csr, RandomStream } from '../../core/index.js';
import { Arrays } from '../core/arrays.js';
import { AdamTable } from './adam-table.js';
import { bprLoss, type ScoreTables } from './bpr-loss.js';
import { contrastLoss } from './contrast-loss.js';
import type { FactorSettings } from './factor-settings.js';
import { hardest, type ItemDraw, itemDraw, negativesFor } from './negative-items.js';
import { NoisyLayers, type NoisyPass } from './noisy-layers.js';
import type { PairBatch } from './pair-batches.js';
import type { Propagation } from './propagation.js';
import { softmaxLoss } from './softmax-loss.js';

/** Standard deviation of the first vectors. */
const DEVIATION = 0.1;
/** Rows of users, and of items, of a batch that the contrastive loss compares. */
const CONTRASTED = 2048;

/**
 * Trained vectors of users, then items, then any other nodes of the propagation; those of users and items, whose scores are inner products after propagation. A step: one propagation, the loss of a batch of
 * pairs on its result, the gradient of the propagation, Adam on the whole table.
 */
export class FactorModel {
  readonly #arrays: Arrays;
  readonly #known: Csr;
  readonly #settings: FactorSettings;
  readonly #propagation: Propagation;
  readonly #noisy: NoisyLayers | undefined;
  readonly #seed: number;
  readonly #draw: ItemDraw;
  readonly table: AdamTable;
  readonly #final: Float32Array;
  readonly #finalGradient: Float32Array;
  /** Of length 1, and the gradient by the vectors before; with cosines only. */
  readonly #unit: Float32Array | undefined;
  readonly #view: Float32Array | undefined;
  readonly #viewGradient: Float32Array | undefined;

  constructor(known: Csr, settings: FactorSettings, seed: number, propagation: (arrays: Arrays) => Propagation) {
    const arrays = new Arrays();
    this.#arrays = arrays;
    this.#known = known;
    this.#settings = settings;
    this.#seed = seed;
    this.#draw = itemDraw(known, settings.negativePower);
    this.#propagation = propagation(arrays);
    const length = this.#propagation.numNodes * settings.width;
    this.table = new AdamTable(arrays, length);
    this.table.fill(new RandomStream(seed, 'recommend/vectors'), DEVIATION);
    this.#final = arrays.floats(length);
    this.#finalGradient = arrays.floats(length);
    this.#unit = settings.similarity === 'cosine' ? arrays.floats(length) : undefined;
    if (settings.contrast > 0) {
      this.#view = arrays.floats(length);
      this.#viewGradient = arrays.floats(length);
      this.#noisy = new NoisyLayers(arrays, this.#propagation, settings.layers, settings.noise);
    }
  }

  /**
   * @param done share of the training that is done, by which the learning rate falls
   * @returns the loss of the batch, regularisation left out
   */
  step(batch: PairBatch, done: number): number {
    const { learningRate, decay } = this.#settings;
    const stream = new RandomStream(this.#seed, 'recommend/step', this.table.steps);
    const pass = this.#forward(stream);
    this.#finalGradient.fill(0);
    this.#viewGradient?.fill(0);
    let loss = this.#pairLoss(batch, stream);
    if (this.#view) loss += this.#contrast(batch, stream);
    if (pass) pass.gradient(this.#finalGradient, this.#viewGradient!, this.table.gradient);
    else this.#propagation.gradient(this.#finalGradient, this.table.gradient);
    this.#addL2(batch);
    this.table.update(decay === 'linear' ? learningRate * (1 - done) : learningRate);
    return loss;
  }

  /** Vectors after propagation, copies. */
  factors(): { readonly users: Float32Array; readonly items: Float32Array; readonly width: number } {
    this.#forward();
    const { width } = this.#settings;
    const { users, items } = this.#tables(this.#final, this.#final);
    return { users: users.slice(), items: items.slice(), width };
  }

  dispose(): void {
    this.#arrays.dispose();
  }

  /** With noise where a stream is given. */
  #forward(stream?: RandomStream): NoisyPass | undefined {
    const noise = stream?.child('noise');
    if (this.#noisy) return this.#noisy.forward(this.table.values, noise, this.#final, this.#view!);
    this.#propagation.forward(this.table.values, this.#final);
    return undefined;
  }

  #pairLoss(batch: PairBatch, stream: RandomStream): number {
    const { width, loss, negatives, temperature } = this.#settings;
    const { pool } = this.#arrays;
    const known = this.#known;
    const rows = { x: this.#final.byteOffset, rows: known.numRows + known.numCols, width, kind: 'l2' as const };
    if (this.#unit) rowNormInto(pool, rows, this.#unit.byteOffset);
    const tables = this.#tables(this.#unit ?? this.#final, this.#finalGradient);
    let value: number;
    if (loss === 'softmax') {
      value = softmaxLoss(tables, batch, this.#draw.sample(stream.child('negatives'), negatives), {
        pool,
        known,
        temperature,
      });
    } else {
      const drawn = negativesFor(batch, known, this.#draw, negatives, stream.child('negatives'));
      value = bprLoss(tables, batch, negatives === 1 ? drawn : hardest(batch, drawn, negatives, tables));
    }
    if (this.#unit) rowNormGradientInto(pool, rows, this.#finalGradient.byteOffset, this.#finalGradient.byteOffset);
    return value;
  }

  #tables(values: Float32Array, gradient: Float32Array): ScoreTables {
    const { width } = this.#settings;
    const cut = this.#known.numRows * width;
    const end = cut + this.#known.numCols * width;
    return {
      width,
      users: values.subarray(0, cut),
      items: values.subarray(cut, end),
      userGradient: gradient.subarray(0, cut),
      itemGradient: gradient.subarray(cut, end),
    };
  }

  /** Users and items of the batch, some of them where they are many, in both views. */
  #contrast({ users, items }: PairBatch, stream: RandomStream): number {
    const { width, contrast, contrastTemperature } = this.#settings;
    const { numRows } = this.#known;
    const views = {
      width,
      first: this.#final,
      second: this.#view!,
      firstGradient: this.#finalGradient,
      secondGradient: this.#viewGradient!,
    };
    const options = { temperature: contrastTemperature, weight: contrast };
    const some = (ids: Int32Array, name: string) => {
      const distinct = Int32Array.from(new Set(ids)).sort();
      if (distinct.length <= CONTRASTED) return distinct;
      return randomPermutation(stream.child(name), distinct.length)
        .subarray(0, CONTRASTED)
        .map((at) => distinct[at]!)
        .sort();
    };
    const { pool } = this.#arrays;
    const ofUsers = contrastLoss(pool, views, some(users, 'users'), options);
    return (
      ofUsers +
      contrastLoss(
        pool,
        views,
        some(items, 'items').map((item) => numRows + item),
        options,
      )
    );
  }

  /** Gradient of l2 / 2 (|user|^2 + |item|^2), the mean over the pairs of the batch, by the trained vectors. */
  #addL2({ users, items }: PairBatch): void {
    const { l2, width } = this.#settings;
    if (l2 === 0) return;
    const { numRows, numCols } = this.#known;
    const counts = new Float64Array(numRows + numCols);
    for (let p = 0; p < users.length; p++) {
      counts[users[p]!]!++;
      counts[numRows + items[p]!]!++;
    }
    const { values, gradient } = this.table;
    for (let r = 0; r < counts.length; r++) {
      if (counts[r] === 0) continue;
      const factor = (l2 * counts[r]!) / users.length;
      for (let at = r * width; at < (r + 1) * width; at++) gradient[at]! += factor * values[at]!;
    }
  }
}
