import type { FeatureMatrix } from '../../core/index.js';
import type { Inputs } from '../inputs/inputs.js';
import type { JoinedGraphs } from './join-graphs.js';

/** Of every graph the mean features of its nodes of each type, and the logarithm of 1 + their number: what is known without edges. */
export function graphFeatures({ graph, graphOf, numGraphs }: JoinedGraphs): Inputs {
  const parts = Object.entries(graphOf).map(([type, numbers]) => ({ numbers, features: graph.features(type) }));
  const width = parts.reduce((sum, { features }) => sum + (features?.width ?? 0) + 1, 0);
  const x = new Float32Array(numGraphs * width);
  let column = 0;
  for (const { numbers, features } of parts) {
    const counts = new Float64Array(numGraphs);
    for (const g of numbers) if (g >= 0) counts[g]!++;
    for (const [node, g] of numbers.entries()) {
      if (g >= 0 && features) addRow(x, g * width + column, features, node, 1 / counts[g]!);
    }
    column += features?.width ?? 0;
    for (const [g, count] of counts.entries()) x[g * width + column] = Math.log1p(count);
    column++;
  }
  return { x, width };
}

function addRow(x: Float32Array, at: number, features: FeatureMatrix, row: number, weight: number): void {
  const { width, values } = features;
  if (features.kind === 'dense') {
    for (let c = 0; c < width; c++) x[at + c]! += weight * values[row * width + c]!;
    return;
  }
  const { indptr, indices } = features;
  for (let e = indptr[row]!; e < indptr[row + 1]!; e++) x[at + indices[e]!]! += weight * values[e]!;
}
