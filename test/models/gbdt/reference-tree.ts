/** One tree on numbers, as plainly as it can be said: sums over lists of rows, every threshold of every column, missing values on both sides. */

export interface ReferenceSettings {
  readonly numLeaves: number;
  readonly minChildSamples: number;
  readonly lambdaL1: number;
  readonly lambdaL2: number;
}

interface Choice {
  readonly gain: number;
  readonly left: number[];
  readonly right: number[];
}

/** The predictions of the training rows by one tree that lessens squares, rate 1. */
export function referencePredictions(
  columns: readonly Float64Array[],
  targets: Float64Array,
  settings: ReferenceSettings,
): Float64Array {
  const mean = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const gradients = targets.map((target) => mean - target);
  const leaves: number[][] = [Array.from(targets.keys())];
  while (leaves.length < settings.numLeaves) {
    const choices = leaves.map((leaf) => bestSplit(columns, gradients, leaf, settings));
    const best = choices.reduce(
      (most, choice, i) => (choice && choice.gain > (choices[most]?.gain ?? 0) ? i : most),
      0,
    );
    const choice = choices[best];
    if (!choice) break;
    leaves[best] = choice.left;
    leaves.push(choice.right);
  }
  const out = new Float64Array(targets.length).fill(mean);
  // A tree without a split is none.
  if (leaves.length > 1)
    for (const leaf of leaves) for (const row of leaf) out[row]! += leafValue(gradients, leaf, settings);
  return out;
}

function bestSplit(
  columns: readonly Float64Array[],
  gradients: Float64Array,
  leaf: readonly number[],
  settings: ReferenceSettings,
): Choice | undefined {
  const own = gainOf(gradients, leaf, settings);
  let best: Choice | undefined;
  for (const values of columns) {
    const thresholds = new Set(leaf.map((row) => values[row]!).filter((value) => !Number.isNaN(value)));
    for (const threshold of thresholds) {
      for (const missingLeft of [false, true]) {
        const isLeft = (row: number) => (Number.isNaN(values[row]!) ? missingLeft : values[row]! <= threshold);
        const left = leaf.filter(isLeft);
        const right = leaf.filter((row) => !isLeft(row));
        if (Math.min(left.length, right.length) < Math.max(1, settings.minChildSamples)) continue;
        const gain = gainOf(gradients, left, settings) + gainOf(gradients, right, settings) - own;
        if (gain > Math.max(best?.gain ?? 0, 1e-9 * own)) best = { gain, left, right };
      }
    }
  }
  return best;
}

function pulled(gradients: Float64Array, rows: readonly number[], { lambdaL1 }: ReferenceSettings): number {
  const sum = rows.reduce((total, row) => total + gradients[row]!, 0);
  return Math.sign(sum) * Math.max(Math.abs(sum) - lambdaL1, 0);
}

function gainOf(gradients: Float64Array, rows: readonly number[], settings: ReferenceSettings): number {
  return pulled(gradients, rows, settings) ** 2 / (rows.length + settings.lambdaL2);
}

function leafValue(gradients: Float64Array, rows: readonly number[], settings: ReferenceSettings): number {
  return -pulled(gradients, rows, settings) / (rows.length + settings.lambdaL2);
}
