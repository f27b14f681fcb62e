import { powerLawGraph } from '../../src/graph/index.js';
import { NeighbourSampler, NodeLoader } from '../../src/sampling/index.js';

export interface SampledBatches {
  /** Threads that could be opened. */
  readonly threads: number;
  /** Edges of every batch. */
  readonly edges: readonly (readonly number[])[];
}

/** The batches of a small graph, sampled by so many workers. */
export async function sampledBatches(workers: number): Promise<SampledBatches> {
  const sampler = new NeighbourSampler(powerLawGraph({ numNodes: 200, numEdges: 1500, seed: 2 }), { fanouts: [4, 3] });
  const rows = Int32Array.from({ length: 200 }, (_, i) => i);
  const loader = new NodeLoader(sampler, { nodeType: 'node', rows, batchSize: 30, workers });
  const edges: number[][] = [];
  for await (const { relations } of loader.batches({ seed: 1, epoch: 1 })) {
    edges.push([...relations.get('node>edge>node')!.edges]);
  }
  const opened = sampler.openThreads(workers);
  await opened.close();
  return { threads: opened.count, edges };
}
