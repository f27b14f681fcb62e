import * as z from 'zod/mini';
import { checkOptions, expectArgument, HeteroGraphError, option, RandomStream } from '../../core/index.js';
import { Ape } from './ape.js';

export interface LogNormaliserOptions {
  /** Events up to which all that are possible are added up; default 1,000,000. */
  readonly maxEvents?: number;
  /** Events that are drawn where there are more; default 100,000. */
  readonly samples?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** log Z, which makes S - log Z the logarithm of a probability. */
export interface LogNormaliser {
  readonly value: number;
  /** Whether all possible events were added up. */
  readonly isExact: boolean;
  /** Of an estimate: its standard error, by the delta method; it says nothing of events that no draw came near. */
  readonly standardError: number;
}

const schema = z.strictObject({
  maxEvents: z.optional(option.countFrom(0)),
  samples: z.optional(option.countFrom(2)),
  seed: z.optional(option.seed),
});

/**
 * log of Z = sum of exp S over all events of values that are known: exact where they are few, else by importance sampling, each value drawn
 * by itself as often as it was seen.
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 * @example
 * const { value } = logNormaliser(ape);
 * const logProbabilities = ape.score(table).map((score) => -score - value);
 */
export function logNormaliser(ape: Ape, options: LogNormaliserOptions = {}): LogNormaliser {
  expectArgument(ape, 'object', 'ape');
  if (!(ape instanceof Ape)) {
    throw new HeteroGraphError('INVALID_OPTION', 'ape is no Ape.', { column: 'ape', hint: 'Give what fitApe gave.' });
  }
  checkOptions(schema, options);
  const { maxEvents = 1_000_000, samples = 100_000, seed = 1 } = options;
  const sizes = ape.state.columns.columns.map(({ dictionary }) => dictionary.size);
  const numEvents = sizes.reduce((product, size) => product * size, 1);
  if (numEvents > maxEvents) return sampled(ape, samples, seed);
  const codes = new Int32Array(numEvents * sizes.length);
  for (let column = sizes.length - 1, repeat = 1; column >= 0; column--) {
    for (let event = 0; event < numEvents; event++) {
      codes[event * sizes.length + column] = 1 + (Math.floor(event / repeat) % sizes[column]!);
    }
    repeat *= sizes[column]!;
  }
  const sums = ape.scoreCodes(codes, numEvents).map((score) => -score);
  return { value: logSumExp(sums), isExact: true, standardError: 0 };
}

function sampled(ape: Ape, numSamples: number, seed: number): LogNormaliser {
  const { columns, parameters, counts } = ape.state;
  const { starts } = parameters;
  const width = columns.columns.length;
  const random = new RandomStream(seed, 'ape', 'normaliser');
  const codes = new Int32Array(numSamples * width);
  const logs = new Float64Array(numSamples);
  for (const [column, { dictionary }] of columns.columns.entries()) {
    const sums = new Float64Array(dictionary.size + 1);
    // Half as they were seen and half evenly, so that no value is so rare that one draw outweighs all others.
    const total = counts.subarray(starts[column]! + 1, starts[column + 1]!).reduce((sum, count) => sum + count, 0);
    const share = (code: number) => 0.5 / dictionary.size + (0.5 * counts[starts[column]! + code]!) / total;
    for (let code = 1; code <= dictionary.size; code++) sums[code] = sums[code - 1]! + share(code);
    for (let sample = 0; sample < numSamples; sample++) {
      const code = firstAbove(sums, random.next() * sums[dictionary.size]!);
      codes[sample * width + column] = code;
      logs[sample]! -= Math.log(share(code));
    }
  }
  const scores = ape.scoreCodes(codes, numSamples);
  for (let sample = 0; sample < numSamples; sample++) logs[sample]! -= scores[sample]!;
  const value = logSumExp(logs) - Math.log(numSamples);
  const variance = logs.reduce((sum, log) => sum + (Math.exp(log - value) - 1) ** 2, 0) / (numSamples - 1);
  return { value, isExact: false, standardError: Math.sqrt(variance / numSamples) };
}

/** The first place whose sum is above a value. */
function firstAbove(sums: Float64Array, value: number): number {
  let low = 1;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function logSumExp(values: Float64Array): number {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
