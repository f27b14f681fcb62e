export { Dense, type DenseOptions } from './dense.js';
export { Dropout, dropoutOptions } from './dropout.js';
export { Embedding, type EmbeddingOptions } from './embedding.js';
export { type ForwardMode, type Layer, type LayerOptions, parametersOf } from './layer.js';
export { LayerNorm, type LayerNormOptions } from './layer-norm.js';
export { Linear, type LinearOptions } from './linear.js';
export type {
  HeteroLayer,
  HeteroLayerOptions,
  HeteroTensors,
} from './messages/hetero-layer.js';
export type { JoinedRelations } from './messages/joined.js';
export { MessageGraph, type MessageGraphOptions } from './messages/message-graph.js';
export { neededTypes } from './messages/needed-types.js';
export { MessageRelation, type MessageSchema, type RelationSchema } from './messages/relation.js';
export { Mlp, type MlpOptions } from './mlp.js';
export { PRelu, type PReluOptions } from './prelu.js';
export { HeteroLinear, type HeteroLinearOptions } from './typed/hetero-linear.js';
export { Hgt, type HgtOptions } from './typed/hgt.js';
export { RGcn, type RGcnOptions } from './typed/rgcn.js';
