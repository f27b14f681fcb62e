import type { Pool } from '../../../compute/index.js';
import { Placement } from '../../../compute/internal.js';
import type { OnProgress, Pieces } from '../../../core/index.js';
import { binsOf, type ColumnBins } from '../binning/bin-column.js';
import { BinMatrix } from '../binning/bin-matrix.js';
import type { TreeColumn } from '../core/column.js';
import { drawColumns, drawRows, otherRows } from '../core/draws.js';
import type { BoostedTreesSettings } from '../core/settings.js';
import type { Tree } from '../core/tree.js';
import { Gradients } from '../grow/gradients.js';
import { type GrownTree, TreeGrower } from '../grow/grow-tree.js';
import type { Loss } from '../losses/loss.js';
import { addTree } from '../predict/scores.js';
import { renewLeaves } from './renew-leaves.js';
import { Validation, type ValidationRows } from './validation.js';

/** What rounds learn from, checked. */
export interface RoundsInput {
  readonly columns: readonly TreeColumn[];
  readonly targets: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly valid: ValidationRows | undefined;
  readonly loss: Loss;
  readonly settings: BoostedTreesSettings;
  readonly pool: Pool;
  readonly onProgress: OnProgress | undefined;
}

export interface Rounds {
  /** Round by round, one tree an output. */
  readonly trees: Tree[];
  readonly bins: readonly ColumnBins[];
  /** Figure of the validation rows after each round that was made; empty without them. */
  readonly figures: readonly number[];
  /** Rounds that are kept. */
  readonly numRounds: number;
}

/** Gradient boosting (Friedman, Annals of Statistics 2001): each tree is fitted to the gradients that those before it leave. */
export function* boostRounds(input: RoundsInput): Pieces<Rounds> {
  const bins = binsOf(input.columns, input.settings);
  yield;
  const place = new Placement(input.pool.arena);
  try {
    const matrix = new BinMatrix(input.pool, place, input.columns, bins);
    const gradients = new Gradients(input.pool, place, matrix.numRows);
    const grower = new TreeGrower(place, matrix, input.settings);
    yield;
    const booster = new Booster(input, matrix, gradients, grower);
    return { ...(yield* booster.run()), bins };
  } finally {
    place.dispose();
  }
}

class Booster {
  readonly #input: RoundsInput;
  readonly #matrix: BinMatrix;
  readonly #gradients: Gradients;
  readonly #grower: TreeGrower;
  readonly #scores: Float64Array[];
  readonly #start: Float64Array;
  readonly #validation: Validation | undefined;
  readonly #trees: Tree[] = [];

  constructor(input: RoundsInput, matrix: BinMatrix, gradients: Gradients, grower: TreeGrower) {
    const { loss, targets, weights, settings, valid } = input;
    [this.#input, this.#matrix, this.#gradients, this.#grower] = [input, matrix, gradients, grower];
    this.#start = loss.start(targets, weights);
    this.#scores = Array.from(this.#start, (score) => new Float64Array(matrix.numRows).fill(score));
    this.#validation = valid && new Validation(valid, loss, settings, this.#start);
  }

  *run(): Pieces<Omit<Rounds, 'bins'>> {
    const { settings, loss, onProgress } = this.#input;
    const { numTrees: total, baggingEvery, baggingFraction, seed } = settings;
    const { numRows } = this.#matrix;
    let bag: Int32Array = new Int32Array();
    let others: Int32Array = new Int32Array();
    for (let round = 0; round < total; round++) {
      if (round === 0 || (baggingFraction < 1 && round % baggingEvery === 0)) {
        bag = drawRows(numRows, baggingFraction, seed, Math.floor(round / baggingEvery));
        others = otherRows(numRows, bag);
      }
      loss.prepare?.(this.#scores);
      let hasGrown = false;
      for (let output = 0; output < loss.numOutputs; output++) {
        hasGrown = (yield* this.#addTree(round, output, bag, others)) || hasGrown;
      }
      // Trees of one leaf: nothing is left to gain.
      if (!hasGrown && round > 0) {
        this.#trees.length = round * loss.numOutputs;
        break;
      }
      const values = this.#validation?.addRound(this.#trees.slice(-loss.numOutputs), round);
      onProgress?.({ stage: 'gbdt', done: round + 1, total, unit: 'trees', ...(values && { values }) });
      if (!hasGrown || this.#validation?.isOver) break;
    }
    const made = this.#trees.length / loss.numOutputs;
    const numRounds = settings.earlyStopping > 0 && this.#validation ? this.#validation.best : made;
    this.#trees.length = numRounds * loss.numOutputs;
    for (let output = 0; output < loss.numOutputs; output++) {
      // The start is part of the first trees.
      const { leafValue, internalValue } = this.#trees[output]!;
      for (let i = 0; i < leafValue.length; i++) leafValue[i]! += this.#start[output]!;
      for (let i = 0; i < internalValue.length; i++) internalValue[i]! += this.#start[output]!;
    }
    return { trees: this.#trees, figures: this.#validation?.figures ?? [], numRounds };
  }

  /** @returns whether the tree has a split */
  *#addTree(round: number, output: number, bag: Int32Array, others: Int32Array): Pieces<boolean> {
    const { loss, targets, weights, settings, columns } = this.#input;
    const { first, second } = this.#gradients;
    loss.gradients(this.#scores, targets, output, first, second);
    if (weights) {
      for (let i = 0; i < weights.length; i++) {
        first[i]! *= weights[i]!;
        second[i]! *= weights[i]!;
      }
    }
    this.#gradients.quantise();
    const number = round * loss.numOutputs + output;
    const used = drawColumns(this.#matrix.columns.length, settings.featureFraction, settings.seed, number);
    const grown = yield* this.#grower.grow({ rows: bag, gradients: this.#gradients, isUsed: used });
    const tree = grown.builder.build(grown.leaves, grown.scale, settings.learningRate);
    const hasGrown = tree.numLeaves > 1;
    const scores = this.#scores[output]!;
    if (!hasGrown) tree.leafValue[0] = 0;
    else if (loss.leafQuantile !== undefined) {
      renewLeaves(tree, grown, scores, targets, weights, loss.leafQuantile);
    }
    if (hasGrown) {
      addLeaves(tree, grown, scores);
      if (others.length > 0) addTree(tree, columns, scores, others);
    }
    this.#trees.push(tree);
    return hasGrown;
  }
}

/** Adds the values of leaves to the scores of their rows. */
function addLeaves(tree: Tree, { leaves, rows }: GrownTree, scores: Float64Array): void {
  for (const [i, { begin, count }] of leaves.entries()) {
    const value = tree.leafValue[i]!;
    for (let at = begin; at < begin + count; at++) scores[rows[at]!]! += value;
  }
}
