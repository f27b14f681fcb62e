export { type GemmOptions, gemm, gemmReference } from './kernels/gemm.js';
export { type SpmmOptions, spmm, spmmReference, spmmSparse } from './kernels/spmm.js';
export { Arena, type ArenaStats } from './threads/arena.js';
export { getPool, type KernelArgument, Pool } from './threads/pool.js';
