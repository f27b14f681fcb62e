import type { FeatureMatrix } from '../../core/index.js';
import type { Inputs } from './inputs.js';
import type { JoinedGraphs } from './whole-graphs.js';

/**
 * What is known of every graph without who is joined to whom: its own features, the mean features of its nodes of each type, and the logarithms
 * of 1 + their numbers and of 1 + the number of edges of each type. With a constant last column.
 *
 * @param own features of the graphs themselves, where they have some
 */
export function graphFeatures({ graph, graphOf, numGraphs }: JoinedGraphs, own?: FeatureMatrix): Inputs {
  const parts = Object.entries(graphOf).map(([type, numbers]) => ({ numbers, features: graph.features(type) }));
  const ofNodes = parts.reduce((sum, { features }) => sum + (features?.width ?? 0) + 1, 0);
  const width = (own?.width ?? 0) + ofNodes + graph.edgeTypes.length + 1;
  const x = new Float32Array(numGraphs * width);
  let column = 0;
  if (own) for (let g = 0; g < numGraphs; g++) addRow(x, g * width, own, g, 1);
  column += own?.width ?? 0;
  for (const { numbers, features } of parts) {
    const counts = countsOf(numbers, numGraphs);
    for (const [node, g] of numbers.entries()) {
      if (g >= 0 && features) addRow(x, g * width + column, features, node, 1 / counts[g]!);
    }
    column += features?.width ?? 0;
    for (const [g, count] of counts.entries()) x[g * width + column] = Math.log1p(count);
    column++;
  }
  for (const type of graph.edgeTypes) {
    const ofSource = graphOf[type[0]];
    const counts = ofSource
      ? countsOf(
          graph.edgeIndex(type).source.map((node) => ofSource[node]!),
          numGraphs,
        )
      : new Float64Array(numGraphs);
    for (const [g, count] of counts.entries()) x[g * width + column] = Math.log1p(count);
    column++;
  }
  for (let g = 0; g < numGraphs; g++) x[g * width + column] = 1;
  return { x, width };
}

function countsOf(numbers: Int32Array, numGraphs: number): Float64Array {
  const counts = new Float64Array(numGraphs);
  for (const g of numbers) if (g >= 0) counts[g]!++;
  return counts;
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
