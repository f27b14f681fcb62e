import * as z from 'zod/mini';
import { checkOptions, checkRows, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import type { HeteroGraph } from '../../graph/index.js';
import { BatchLoader, type EpochRequest, type LoaderOptions, loaderSchema } from '../loading/node-loader.js';
import type { SampledGraph } from '../sampled-graph.js';
import { SubgraphSampler } from '../samplers/subgraph-sampler.js';
import type { Seeds } from '../seeds.js';
import type { Partition } from './partition.js';

export interface ClusterLoaderOptions extends LoaderOptions {
  readonly partition: Partition;
  /** Clusters of a batch; default 1. */
  readonly clustersPerBatch?: number;
  /** Draws new groups of clusters for every epoch; default true. */
  readonly shuffle?: boolean;
  /** Nodes that are trained on, by node type: the seeds of a batch are those of them that are in it. Default all nodes. */
  readonly rows?: Readonly<Record<string, Int32Array>>;
}

const optionsSchema = z.strictObject({
  ...loaderSchema,
  partition: z.custom<Partition>(
    (value) => (value as Partition | null)?.clusters instanceof Map,
    'what partitionGraph returns',
  ),
  clustersPerBatch: z.optional(option.count),
  shuffle: z.optional(z.boolean('true or false')),
  rows: z.optional(z.record(z.string(), option.rows)),
});

/**
 * Batches of whole clusters with all edges among their nodes, those between the clusters of a batch included. Every node is in one batch of
 * an epoch.
 *
 * @see Chiang et al., "Cluster-GCN", KDD 2019
 */
export class ClusterLoader extends BatchLoader {
  readonly numBatches: number;
  readonly #graph: HeteroGraph;
  readonly #partition: Partition;
  readonly #perBatch: number;
  readonly #shuffle: boolean;
  /** By node type: nodes by cluster, and where each cluster begins. */
  readonly #members: ReadonlyMap<string, { nodes: Int32Array; starts: Int32Array }>;
  /** By node type: 1 for nodes that are trained on; undefined for all. */
  readonly #wanted: ReadonlyMap<string, Uint8Array> | undefined;

  /** @throws {HeteroGraphError} INVALID_OPTION, UNKNOWN_TYPE, WRONG_DTYPE, INDEX_OUT_OF_RANGE; SHAPE_MISMATCH of another graph's partition */
  constructor(graph: HeteroGraph, options: ClusterLoaderOptions) {
    checkOptions(optionsSchema, options);
    const { partition, clustersPerBatch = 1, shuffle = true, rows } = options;
    for (const type of graph.nodeTypes) {
      if (partition.clusters.get(type)?.length === graph.numNodes(type)) continue;
      throw new HeteroGraphError('SHAPE_MISMATCH', 'The partition is not one of this graph.', {
        type,
        hint: 'Make it with partitionGraph(graph, options).',
      });
    }
    super(new SubgraphSampler(graph), options);
    this.#graph = graph;
    this.#partition = partition;
    this.#perBatch = clustersPerBatch;
    this.#shuffle = shuffle;
    this.numBatches = Math.ceil(partition.numClusters / clustersPerBatch);
    this.#members = new Map(
      graph.nodeTypes.map((type) => [type, byCluster(partition.clusters.get(type)!, partition.numClusters)]),
    );
    if (!rows) return;
    const wanted = new Map(graph.nodeTypes.map((type) => [type, new Uint8Array(graph.numNodes(type))]));
    for (const [type, each] of Object.entries(rows)) {
      checkRows(each, graph.numNodes(type), 'rows', { type });
      for (const row of each) wanted.get(type)![row] = 1;
    }
    this.#wanted = wanted;
  }

  protected seedsOf({ seed, epoch }: EpochRequest): (batch: number) => Seeds {
    const { numClusters } = this.#partition;
    const order = this.#shuffle
      ? new RandomStream(seed, 'order of clusters', epoch).permutation(numClusters)
      : Int32Array.from({ length: numClusters }, (_, i) => i);
    return (batch) => {
      const clusters = order.subarray(batch * this.#perBatch, (batch + 1) * this.#perBatch);
      const rows = [...this.#members].map(([type, { nodes, starts }]): [string, Int32Array] => {
        const parts = [...clusters].map((cluster) => nodes.subarray(starts[cluster]!, starts[cluster + 1]!));
        const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
        let at = 0;
        for (const part of parts) {
          all.set(part, at);
          at += part.length;
        }
        return [type, all];
      });
      return { rows: Object.fromEntries(rows) };
    };
  }

  protected override deliver(batch: SampledGraph): SampledGraph {
    const wanted = this.#wanted;
    if (!wanted) return batch;
    const seeds = this.#graph.nodeTypes.map((type): [string, Int32Array] => {
      const nodes = batch.nodes.get(type)!;
      return [type, batch.seeds.get(type)!.filter((local) => wanted.get(type)![nodes[local]!] === 1)];
    });
    return { ...batch, seeds: new Map(seeds) };
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.sampler.dispose();
  }
}

function byCluster(clusters: Int32Array, numClusters: number): { nodes: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(numClusters + 1);
  for (const cluster of clusters) starts[cluster + 1]!++;
  for (let c = 0; c < numClusters; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice(0, numClusters);
  const nodes = new Int32Array(clusters.length);
  for (let node = 0; node < clusters.length; node++) nodes[next[clusters[node]!]!++] = node;
  return { nodes, starts };
}
