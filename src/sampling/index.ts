export { ClusterLoader, type ClusterLoaderOptions } from './clusters/cluster-loader.js';
export { type Partition, type PartitionOptions, partitionGraph } from './clusters/partition.js';
export { gatherFeatures, gatherWeights } from './gather.js';
export { type InferenceChunk, type InferenceOptions, inferenceChunks } from './layers/inference-chunks.js';
export { layerOf, type SampledLayer } from './layers/layer-of.js';
export { type LoadSamplesOptions, loadSamples } from './loading/load-samples.js';
export {
  type BatchLoader,
  type EpochRequest,
  type LoaderOptions,
  NodeLoader,
  type NodeLoaderOptions,
} from './loading/node-loader.js';
export type { TimeColumns } from './memory/entry-times.js';
export type { SampledGraph, SampledRelation } from './sampled-graph.js';
export { BudgetSampler, type BudgetSamplerOptions } from './samplers/budget-sampler.js';
export { type Fanouts, NeighbourSampler, type NeighbourSamplerOptions } from './samplers/neighbour-sampler.js';
export type { Sampler } from './samplers/sampler.js';
export { SubgraphSampler } from './samplers/subgraph-sampler.js';
export type { BatchKey, Seeds } from './seeds.js';
