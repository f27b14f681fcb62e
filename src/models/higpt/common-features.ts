import { RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { matMul, rowNorm, spmm, type Tensor2D, tensor2d, tidy } from '../../tensor/index.js';
import { type InputShape, sparseFeatures } from '../network/input-encoder.js';

/**
 * Features of one width whatever they were, so that one generator of maps fits all node types, [N, P]: a Gaussian random projection (Johnson and
 * Lindenstrauss, 1984), scaled to length sqrt(P). Types of the same width, which often have the same columns, are projected alike. Nodes of a type without features
 * get random vectors that follow from seed, type and id. Zeros stay zeros. O(non-zeros P). The caller disposes.
 */
export function commonFeatures(graph: HeteroGraph, { name, width }: InputShape, to: number, seed: number): Tensor2D {
  const features = width === null ? undefined : graph.features(name)!;
  if (!features) return randomVectors(graph, name, to, seed);
  const projection = new Float32Array(features.width * to);
  new RandomStream(seed, 'projection', features.width).fillNormal(projection);
  const operand = features.kind === 'sparse' ? sparseFeatures(features) : undefined;
  const made = tidy(() => {
    const onto = tensor2d(projection, [features.width, to]);
    const projected =
      features.kind === 'sparse'
        ? spmm(operand!, onto)
        : matMul(tensor2d(features.values, [features.numRows, features.width]), onto);
    return rowNorm(projected, 'rms');
  });
  operand?.dispose();
  return made;
}

function randomVectors(graph: HeteroGraph, type: string, width: number, seed: number): Tensor2D {
  const ids = graph.ids(type);
  const stream = new RandomStream(seed, 'node', type);
  const values = new Float32Array(graph.numNodes(type) * width);
  for (let row = 0; row < graph.numNodes(type); row++) {
    stream.fillNormalOf(String(ids.idOf(row)), values.subarray(row * width, (row + 1) * width));
  }
  return tensor2d(values, [graph.numNodes(type), width]);
}
