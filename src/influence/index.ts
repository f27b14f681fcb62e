export type { Certificate, SeedAnswer } from './algorithms/certificate.js';
export { type OpimOptions, opimC } from './algorithms/opim-c.js';
export { networkFromEdges, type PlainEdges } from './network/from-edges.js';
export type { DiffusionNetwork, NetworkRule, NodeRange, TriggerSampler } from './network/network.js';
