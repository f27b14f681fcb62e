import { RandomStream } from '../../core/index.js';
import { softplus } from '../../training/internal.js';
import type { CodedColumns } from '../table/coded-columns.js';
import type { ApeSettings } from './settings.js';

type Floats = Float32Array | Float64Array;

/** What APE learns. Rows of all columns lie one after the other: that of a code is `starts[column] + code`, unseen values first. */
export interface ApeParameters<F extends Floats = Floats> {
  /** By column, the first row; at the end the number of rows. */
  readonly starts: Int32Array;
  readonly dimension: number;
  /** [rows, dimension] */
  readonly vectors: F;
  /** b of each value, [rows]; 0 throughout without `valueTerms`. */
  readonly biases: F;
  /** One a pair of columns, (0,1), (0,2), ..., (1,2), ...; before the constraint. */
  readonly weights: F;
  /** c, [1] */
  readonly constant: F;
}

/** The first row of each column. */
export function rowStarts({ columns }: CodedColumns): Int32Array {
  const starts = new Int32Array(columns.length + 1);
  for (const [at, { dictionary }] of columns.entries()) starts[at + 1] = starts[at]! + dictionary.size + 1;
  return starts;
}

export function numPairs(width: number): number {
  return (width * (width - 1)) / 2;
}

/** The weight of which softplus is 1. */
const ONE_BY_SOFTPLUS = Math.log(Math.E - 1);

/** Parameters before training. A vector follows from the seed, its column and its value alone. */
export function initialParameters(
  columns: CodedColumns,
  settings: ApeSettings,
  seed: number,
): ApeParameters<Float32Array> {
  const starts = rowStarts(columns);
  const { dimension } = settings;
  const vectors = new Float32Array(starts[columns.columns.length]! * dimension);
  const parameters = {
    ...{ starts, dimension, vectors, biases: new Float32Array(vectors.length / dimension) },
    weights: new Float32Array(numPairs(columns.columns.length)).fill(
      settings.weightConstraint === 'softplus' ? ONE_BY_SOFTPLUS : 1,
    ),
    constant: new Float32Array(1),
  };
  drawVectors(parameters, columns, new Int32Array(columns.columns.length), settings, seed);
  return parameters;
}

/** Draws the vectors of the codes from `from` on, by column. */
export function drawVectors(
  { starts, dimension, vectors }: ApeParameters<Float32Array>,
  { columns }: CodedColumns,
  from: Int32Array,
  { initialScale }: ApeSettings,
  seed: number,
): void {
  for (const [at, { name, dictionary }] of columns.entries()) {
    const stream = new RandomStream(seed, 'ape', 'vectors', name);
    for (let code = from[at]!; code <= dictionary.size; code++) {
      const row = starts[at]! + code;
      const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
      stream.fillNormalOf(keyOf(code === 0 ? undefined : dictionary.labels[code - 1]!), vector, initialScale);
    }
  }
}

/** No text of a value begins as that of an unseen or a missing one does. */
function keyOf(label: string | null | undefined): string {
  if (label === undefined) return 'unseen';
  return label === null ? 'missing' : `=${label}`;
}

/** Weights as they are used. */
export function usedWeights(weights: Floats, constraint: ApeSettings['weightConstraint'], out: Floats): void {
  for (let pair = 0; pair < weights.length; pair++) {
    const weight = weights[pair]!;
    if (constraint === 'none') out[pair] = weight;
    else if (constraint === 'clip') out[pair] = Math.max(0, weight);
    else out[pair] = softplus(weight);
  }
}
