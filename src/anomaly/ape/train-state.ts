import { HeteroGraphError, type RunOptions, withPauses } from '../../core/index.js';
import type { EventTable } from '../table/read-columns.js';
import { sortedRows } from '../table/sort-rows.js';
import { PairTerms } from './pair-terms.js';
import type { ApeState } from './state.js';
import { trainApe } from './train.js';

/** Trains the arrays of a state in place, and returns the state with what follows from it. @throws {HeteroGraphError} NO_ROWS, ABORTED, DIVERGED */
export async function trainState(
  state: ApeState,
  table: EventTable,
  { signal, onProgress }: RunOptions,
): Promise<ApeState> {
  const { columns, parameters, settings, counts } = state;
  const { codes: given, numRows } = columns.encode(table);
  if (numRows === 0) {
    throw new HeteroGraphError('NO_ROWS', 'There are no events to learn from.', { hint: 'Give a table with rows.' });
  }
  const width = columns.columns.length;
  const sizes = columns.columns.map(({ dictionary }) => dictionary.size);
  // In an order of their own, so that the one in which they are given has no influence.
  const codes = sortedRows(given, width, sizes);
  const isNew = counts.map((count) => Number(count === 0));
  for (let at = 0; at < codes.length; at++) counts[parameters.starts[at % width]! + codes[at]!]!++;
  if (settings.valueTerms) setBiases(state, isNew);
  const onEpoch = (done: number, total: number, loss: number) =>
    onProgress?.({ stage: 'train', done, total, unit: 'epochs', values: { loss } });
  const losses = await withPauses(trainApe({ ...state, codes, onEpoch }), signal);
  const share = numRows / (state.numEvents + numRows);
  const meanTerms = new PairTerms(parameters, settings.weightConstraint)
    .means(codes, numRows)
    // Of events that are no longer there, the means that they had.
    .map((mean, pair) => share * mean + (1 - share) * state.meanTerms[pair]!);
  const meanBiases = new Float64Array(width);
  for (let column = 0; column < width; column++) {
    const [first, end] = [parameters.starts[column]!, parameters.starts[column + 1]!];
    for (let row = first; row < end; row++) {
      meanBiases[column]! += (parameters.biases[row]! * counts[row]!) / (state.numEvents + numRows);
    }
  }
  return { ...state, numEvents: state.numEvents + numRows, meanBiases, meanTerms, losses };
}

/** Values that were not there before begin with the logarithm of their share; a value that is hidden with that of hidden ones. */
function setBiases(
  { parameters: { starts, biases }, counts, settings, numEvents }: ApeState,
  isNew: Float64Array,
): void {
  for (let column = 0; column + 1 < starts.length; column++) {
    const [first, end] = [starts[column]!, starts[column + 1]!];
    const total = counts.subarray(first, end).reduce((sum, count) => sum + count, end - first);
    for (let row = first + 1; row < end; row++) if (isNew[row]) biases[row] = Math.log((counts[row]! + 1) / total);
    if (numEvents === 0) biases[first] = Math.log(settings.maskRate);
  }
}
