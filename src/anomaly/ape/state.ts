import type { CodedColumns } from '../table/coded-columns.js';
import { type AdamState, adamState } from './adam.js';
import { type ApeParameters, drawVectors, initialParameters, rowStarts } from './parameters.js';
import type { ApeSettings } from './settings.js';

/** Everything that a fitted APE consists of. */
export interface ApeState {
  readonly columns: CodedColumns;
  readonly settings: ApeSettings;
  readonly seed: number;
  readonly parameters: ApeParameters<Float32Array>;
  readonly adam: AdamState;
  /** By row of the parameters, how often each value was seen. */
  readonly counts: Float64Array;
  /** Events it was trained on, each once. */
  readonly numEvents: number;
  /** By column, the mean of b over the events of the last fit. */
  readonly meanBiases: Float64Array;
  /** By pair of columns, the mean of its term over the same. */
  readonly meanTerms: Float64Array;
  /** Mean loss of each epoch of the last fit. */
  readonly losses: readonly number[];
}

/** Before training. */
export function emptyState(columns: CodedColumns, settings: ApeSettings, seed: number): ApeState {
  const parameters = initialParameters(columns, settings, seed);
  return {
    ...{ columns, settings, seed, parameters, numEvents: 0, losses: [] },
    adam: adamState(parameters),
    counts: new Float64Array(parameters.starts.at(-1)!),
    meanBiases: new Float64Array(columns.columns.length),
    meanTerms: new Float64Array(parameters.weights.length),
  };
}

/** A copy with room for more values, whose vectors are drawn. */
export function grownState(state: ApeState, columns: CodedColumns): ApeState {
  const { parameters, adam, counts, settings, seed } = state;
  const starts = rowStarts(columns);
  const { dimension } = parameters;
  const numRows = starts.at(-1)!;
  const moved = <A extends Float32Array | Float64Array>(from: A, to: A, width: number): A => {
    for (let column = 0; column + 1 < starts.length; column++) {
      const rows = from.subarray(parameters.starts[column]! * width, parameters.starts[column + 1]! * width);
      to.set(rows, starts[column]! * width);
    }
    return to;
  };
  const vectorsOf = (from: Float32Array) => moved(from, new Float32Array(numRows * dimension), dimension);
  const copies = ([first, second]: AdamState['weights']) => [first.slice(), second.slice()] as const;
  const grown = {
    ...{ starts, dimension, vectors: vectorsOf(parameters.vectors) },
    biases: moved(parameters.biases, new Float32Array(numRows), 1),
    ...{ weights: parameters.weights.slice(), constant: parameters.constant.slice() },
  };
  const known = Int32Array.from(state.columns.columns, ({ dictionary }) => dictionary.size + 1);
  drawVectors(grown, columns, known, settings, seed);
  return {
    ...state,
    columns,
    parameters: grown,
    adam: {
      steps: adam.steps,
      vectors: [vectorsOf(adam.vectors[0]), vectorsOf(adam.vectors[1])],
      biases: [
        moved(adam.biases[0], new Float32Array(numRows), 1),
        moved(adam.biases[1], new Float32Array(numRows), 1),
      ],
      weights: copies(adam.weights),
      constant: copies(adam.constant),
    },
    counts: moved(counts, new Float64Array(numRows), 1),
  };
}
