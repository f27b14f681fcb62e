/** Numbers of the kernels in the dispatcher of ../assembly/pool.ts. */
export const kernelIds = {
  spmm: 0,
  sparseMean: 1,
  meanNormAccumulate: 2,
  signLists: 3,
  projectRows: 4,
  sparseProject: 5,
  // Of ../assembly/half.ts.
  encodeHalf: 6,
  decodeRows: 7,
  // Of ../assembly/tensor/kernels.ts.
  packRight: 64,
  gemm: 65,
  hopMix: 66,
  hopMixGradient: 67,
  prelu: 68,
  preluGradient: 69,
  binary: 70,
  unary: 71,
  sumRows: 72,
  rowReduce: 73,
  softmax: 74,
  transpose: 75,
  copyBlock: 76,
  gatherRows: 77,
  fillWords: 78,
  softmaxCrossEntropy: 79,
  sigmoidCrossEntropy: 80,
  adamStep: 81,
  // Of ../assembly/attention/kernels.ts.
  attentionForward: 96,
  attentionPack: 97,
  attentionBackward: 98,
  attentionQueries: 99,
} as const;

export type KernelName = keyof typeof kernelIds;
