import type { ApeParameters } from './parameters.js';

/**
 * By event, the greatest surprise of one value given the others: the largest over the columns of
 *
 *     -log p(a_i | the others) = log sum over the values b of column i of exp(t_b + v_b . h_i) - t_{a_i} - v_{a_i} . h_i,   h_i = sum over j of w_ij v_{a_j}
 *
 * O(values x dimension) an event.
 *
 * @param weights of the pairs, as they are used
 * @param valueTerms t of each row of the parameters
 * @param codes [numRows, columns]
 */
export function greatestSurprises(
  { starts, dimension, vectors }: ApeParameters,
  weights: Float32Array,
  valueTerms: Float64Array,
  codes: Int32Array,
  numRows: number,
): Float64Array {
  const width = starts.length - 1;
  const context = new Float64Array(width * dimension);
  const most = new Float64Array(numRows).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < numRows; row++) {
    const from = row * width;
    context.fill(0);
    for (let i = 0, pair = 0; i < width; i++) {
      const a = (starts[i]! + codes[from + i]!) * dimension;
      for (let j = i + 1; j < width; j++, pair++) {
        const b = (starts[j]! + codes[from + j]!) * dimension;
        const weight = weights[pair]!;
        for (let x = 0; x < dimension; x++) {
          context[i * dimension + x]! += weight * vectors[b + x]!;
          context[j * dimension + x]! += weight * vectors[a + x]!;
        }
      }
    }
    for (let i = 0; i < width; i++) {
      const own = starts[i]! + codes[from + i]!;
      let [largest, sum, ownTerm] = [Number.NEGATIVE_INFINITY, 0, 0];
      for (let value = starts[i]!; value < starts[i + 1]!; value++) {
        let term = valueTerms[value]!;
        for (let x = 0; x < dimension; x++) term += vectors[value * dimension + x]! * context[i * dimension + x]!;
        if (value === own) ownTerm = term;
        if (term > largest) {
          sum = sum * Math.exp(largest - term) + 1;
          largest = term;
        } else sum += Math.exp(term - largest);
      }
      most[row] = Math.max(most[row]!, largest + Math.log(sum) - ownTerm);
    }
  }
  return most;
}
