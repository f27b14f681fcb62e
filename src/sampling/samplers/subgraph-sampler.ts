import type { HeteroGraph } from '../../graph/index.js';
import { Sampler } from './sampler.js';

/** Batches of given nodes (as seeds) with all edges among them: the batches of `ClusterLoader`. Nothing about them is random. */
export class SubgraphSampler extends Sampler {
  /** @throws {HeteroGraphError} OUT_OF_MEMORY */
  constructor(graph: HeteroGraph) {
    super(graph, {
      kernel: 'sampleBudget',
      hops: 0,
      relations: graph.edgeTypes,
      ...{ replace: false, disjoint: false, latest: false },
    });
  }
}
