export { Dense, type DenseOptions } from './dense.js';
export { Dropout, dropoutOptions } from './dropout.js';
export { Embedding, type EmbeddingOptions } from './embedding.js';
export { type ForwardMode, type Layer, type LayerOptions, parametersOf } from './layer.js';
export { LayerNorm, type LayerNormOptions } from './layer-norm.js';
export { Linear, type LinearOptions } from './linear.js';
export { Mlp, type MlpOptions } from './mlp.js';
export { PRelu, type PReluOptions } from './prelu.js';
