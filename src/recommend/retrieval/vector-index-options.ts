import type { VectorMetric } from './metric.js';
import type { VectorSource } from './rescore.js';

/** 'float32' is exact; 'sign' keeps one bit a dimension. */
export type VectorFormat = 'float32' | 'f16' | 'bf16' | 'int8' | 'sign';

export interface VectorIndexOptions {
  /** Default 'float32'. */
  readonly format?: VectorFormat;
  /** Default 'inner-product'. */
  readonly metric?: VectorMetric;
  /**
   * How many of the nearest by the format are compared again by their exact vectors; 0: none. Default: as many, by doubling, as `targetRecall`
   * needs on the sample, none where it needs none; but for 'sign' no more than doubling up to 64 times `measuredK` or a 64th of the vectors
   * brings. `recall` says what came of it.
   */
  readonly candidates?: number;
  /** Default 0.99; 0.95 for 'sign'. */
  readonly targetRecall?: number;
  /** Length of the lists whose recall is measured. Default 20. */
  readonly measuredK?: number;
  /** Queries that recall is measured on. Default 100; 0: it is not measured, and none are compared again unless `candidates` says so, as it must for 'sign'. */
  readonly sampleSize?: number;
  /** [any, width]: what will be asked. Default: vectors of the index, which then do not count as their own neighbours. */
  readonly sampleQueries?: Float32Array;
  /** Where the exact vectors are read when candidates are compared again. Default: the array that the index is made from, which is kept. */
  readonly source?: VectorSource;
  /** Of the sample and of the rotation of codes. */
  readonly seed: number;
}

/** The part of the exact nearest that an index found. */
export interface MeasuredRecall {
  readonly k: number;
  readonly queries: number;
  readonly value: number;
}
