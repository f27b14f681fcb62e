/** Settings of recommenders whose scores are inner products of trained vectors: bpr, lightgcn, simgcl. */
export interface FactorSettings {
  /** Numbers of a vector. */
  readonly width: number;
  /** Layers of light graph convolution; 0: the vectors are trained as they are. */
  readonly layers: number;
  /** 'bpr': each pair against one negative; 'softmax': against all negatives of the batch at once (sampled softmax). */
  readonly loss: 'bpr' | 'softmax';
  /** What the loss compares: inner products, or cosines, which need the `temperature` of 'softmax'. Lists are always ordered by inner products. */
  readonly similarity: 'dot' | 'cosine';
  /** Scores are divided by it in 'softmax'. */
  readonly temperature: number;
  /** Negatives that all users of a batch share ('softmax'), or candidates of each pair, of which the one of the highest score counts ('bpr'; 1: random negatives). */
  readonly negatives: number;
  /** Negatives are drawn by popularity to this power; 0: all items alike. */
  readonly negativePower: number;
  /** Pairs of a step. One propagation serves them all. */
  readonly batchSize: number;
  /** Of Adam. */
  readonly learningRate: number;
  /** 'linear': the learning rate falls to 0 over the epochs. */
  readonly decay: 'none' | 'linear';
  /** Of the squared length of the trained vectors (those of layer 0) of a pair. */
  readonly l2: number;
  /** Passes over all interactions. */
  readonly epochs: number;
  /** Epochs between two looks at the validation pairs, where there are some. */
  readonly checkEvery: number;
  /** Looks without a better NDCG@20 after which training ends; the best vectors are kept. */
  readonly patience: number;
  /** Weight of the contrastive loss; 0: none. */
  readonly contrast: number;
  /** Temperature of the contrastive loss. */
  readonly contrastTemperature: number;
  /** Length of the noise that is added to a vector in every layer, in lengths of the vector. */
  readonly noise: number;
}
