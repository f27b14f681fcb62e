import { HeteroGraphError } from '../../core/index.js';
import type { SampledGraph, SampledRelation } from '../sampled-graph.js';

/** What one layer of message passing over a sampled graph needs. */
export interface SampledLayer {
  /** By node type: how many nodes go in, the first ones of the batch. */
  readonly numInputs: ReadonlyMap<string, number>;
  /** By node type: how many come out, the first ones of those. */
  readonly numOutputs: ReadonlyMap<string, number>;
  /** Rows are outputs, columns inputs. Views of the batch's arrays, no copies. */
  readonly relations: ReadonlyMap<string, SampledRelation>;
}

/**
 * The part of a batch of a `NeighbourSampler` that layer `layer` (0-based) of as many layers as there were hops is to compute: what lies
 * farther out than later layers look is left out. The last layer gives the seeds.
 *
 * @throws {HeteroGraphError} INDEX_OUT_OF_RANGE
 */
export function layerOf(batch: SampledGraph, layer: number): SampledLayer {
  const hops = Math.max(0, ...[...batch.reached.values()].map(({ length }) => length - 1));
  if (!Number.isInteger(layer) || layer < 0 || layer >= hops) {
    throw new HeteroGraphError('INDEX_OUT_OF_RANGE', `There is no layer ${layer}.`, {
      hint: hops === 0 ? 'The batch has no hops.' : `The batch has ${hops} hops, so layers go from 0 to ${hops - 1}.`,
    });
  }
  const within = (hop: number) => new Map([...batch.reached].map(([type, counts]) => [type, counts[hop]!]));
  const numInputs = within(hops - layer);
  const numOutputs = within(hops - layer - 1);
  const relations = [...batch.relations].map(([key, relation]): [string, SampledRelation] => {
    const [numRows, numCols] = [numOutputs.get(relation.type[2])!, numInputs.get(relation.type[0])!];
    const indptr = relation.indptr.subarray(0, numRows + 1);
    const end = indptr[numRows]!;
    const [indices, edges] = [relation.indices.subarray(0, end), relation.edges.subarray(0, end)];
    return [key, { ...relation, numRows, numCols, indptr, indices, edges }];
  });
  return { numInputs, numOutputs, relations: new Map(relations) };
}
