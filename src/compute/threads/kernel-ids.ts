/** Numbers of the kernels in the dispatcher of ../assembly/pool.ts. */
export const kernelIds = {
  spmm: 0,
  sparseMean: 1,
  meanNormAccumulate: 2,
  signLists: 3,
  projectRows: 4,
  sparseProject: 5,
  packA: 6,
  packB: 7,
  gemmTile: 8,
  hopMixForward: 9,
  hopMixBackward: 10,
  preluForward: 11,
  preluBackward: 12,
  columnSums: 13,
  adam: 14,
  scaleInto: 15,
  addInto: 16,
} as const;

export type KernelName = keyof typeof kernelIds;
