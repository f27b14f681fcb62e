export type { Certificate, SeedAnswer } from './algorithms/certificate.js';
export { type OpimOptions, opimC } from './algorithms/opim-c.js';
export { diffusionNetwork, type TypedNetwork } from './network/diffusion-network.js';
export type { DiffusionOptions, EdgeCallback, EdgeRule, RelationRule } from './network/diffusion-options.js';
export { networkFromEdges, type PlainEdges } from './network/from-edges.js';
export type { DiffusionNetwork, NetworkRule, NodeRange, TriggerSampler } from './network/network.js';
export { type ExactOptions, ExactSpread, exactSpread } from './simulation/exact-spread.js';
export { type SimulateOptions, type SpreadEstimate, simulateSpread } from './simulation/simulate-spread.js';
