export { type CompositionOptions, composedGraph } from './composed/composed-graph.js';
export {
  type LattePlan,
  lattePlan,
  type MetaRelation,
  type MetaRelationLimits,
  nextOrder,
} from './composed/meta-relations.js';
export type { AttentionHeads, Convolution, ConvolutionOptions } from './convolutions/convolution.js';
export { Gat, type GatOptions } from './convolutions/gat.js';
export { GatV2, type GatV2Options } from './convolutions/gatv2.js';
export { Gcn } from './convolutions/gcn.js';
export { Gin, type GinOptions } from './convolutions/gin.js';
export { Sage, type SageOptions } from './convolutions/sage.js';
export { Dense, type DenseOptions } from './dense.js';
export { Dropout, dropoutOptions } from './dropout.js';
export { Embedding, type EmbeddingOptions } from './embedding.js';
export { type ForwardMode, type Layer, type LayerOptions, type NodeTable, parametersOf } from './layer.js';
export { LayerNorm, type LayerNormOptions } from './layer-norm.js';
export { Linear, type LinearOptions } from './linear.js';
export type {
  HeteroLayer,
  HeteroLayerOptions,
  HeteroTensors,
} from './messages/hetero-layer.js';
export type { HomogeneousEdges } from './messages/homogeneous.js';
export type { JoinedRelations } from './messages/joined.js';
export { MessageGraph, type MessageGraphOptions, reversedTypes } from './messages/message-graph.js';
export { neededTypes } from './messages/needed-types.js';
export { nodeSequences } from './messages/node-sequences.js';
export { type EdgeMatrices, MessageRelation, type MessageSchema, type RelationSchema } from './messages/relation.js';
export type { ExplainableLayer, LayerShares, RelationShare, TypeShares } from './messages/shares.js';
export { type UnionGraph, unionGraph } from './messages/union-graph.js';
export { Mlp, type MlpOptions } from './mlp.js';
export { PRelu, type PReluOptions } from './prelu.js';
export { Han, type HanOptions } from './typed/han.js';
export { HeteroConv, type HeteroConvOptions } from './typed/hetero-conv.js';
export { HeteroLinear, type HeteroLinearOptions } from './typed/hetero-linear.js';
export { Hgt, type HgtOptions } from './typed/hgt.js';
export { Hinormer, type HinormerOptions, type StateSequences } from './typed/hinormer.js';
export { Latte, type LatteOptions } from './typed/latte.js';
export { MetaHgt, type MetaHgtOptions } from './typed/meta-hgt.js';
export { RelationEncoder, type RelationEncoderOptions } from './typed/relation-encoder.js';
export { RGat, type RGatOptions } from './typed/rgat.js';
export { RGcn, type RGcnOptions } from './typed/rgcn.js';
export type { SchemaVectors } from './typed/schema-vectors.js';
export { SemanticAttention, type SemanticAttentionOptions } from './typed/semantic-attention.js';
export { SimpleHgn, type SimpleHgnOptions, type SimpleHgnOutput } from './typed/simple-hgn.js';
