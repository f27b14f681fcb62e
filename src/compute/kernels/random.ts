import { HeteroGraphError, RandomStream } from '../../core/index.js';
import type { Arena } from '../threads/arena.js';
import type { KernelArgument } from '../threads/arguments.js';
import { placed } from '../threads/placed.js';
import { getPool } from '../threads/pool.js';
import { expectCount } from './checks.js';
import type { PoolOption } from './run-into.js';

export interface DrawOptions extends PoolOption {
  /** Index in the stream of the first word that is used; default 0. */
  readonly from?: number;
}

/** Numbers of a unit of the kernels, and bytes of its scratch; see ../assembly/random/draws.ts. */
const unit = 4096;
const scratchBytes = 33_024;

type DrawKernel = 'randomWords' | 'randomUniform' | 'randomSigns' | 'randomNormal' | 'aliasDraw';

/** Runs a kernel of draws over `count` numbers; `more` holds its arguments beyond the stream. */
export function draw<T>(
  kernel: DrawKernel,
  stream: RandomStream,
  count: number,
  { from = 0, pool = getPool() }: DrawOptions,
  more: (place: (values: Float32Array | Int32Array | Uint32Array) => number) => readonly KernelArgument[],
  use: (out: number, arena: Arena) => T,
): T {
  expectCount('count', count, 0);
  expectCount('from', from, 0);
  return placed(pool.arena, (place) => {
    const out = place.block(count * 4);
    const scratch = place.block(scratchBytes * pool.threads);
    const first = [from >>> 0, Math.floor(from / 4294967296)];
    const args = [out, count, ...first, ...stream.key, ...stream.nonce, scratch, ...more((values) => place.of(values))];
    pool.run(kernel, args, Math.ceil(count / unit), 1);
    return use(out, pool.arena);
  });
}

/** Words `from` .. `from + count - 1` of a stream: those of `RandomStream.uint32At`. Threaded. O(count). */
export function randomWords(stream: RandomStream, count: number, options: DrawOptions = {}): Uint32Array {
  return draw(
    'randomWords',
    stream,
    count,
    options,
    () => [],
    (out, arena) => new Uint32Array(arena.memory.buffer, out, count).slice(),
  );
}

/**
 * Uniform numbers in [0, 1): those of `RandomStream.next` in float32, at most 1 - 2^-24, one word each. Threaded. O(count).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function randomUniform(stream: RandomStream, count: number, options: DrawOptions = {}): Float32Array {
  return draw(
    'randomUniform',
    stream,
    count,
    options,
    () => [],
    (out, arena) => arena.float32(out, count).slice(),
  );
}

/** Signs 1 and -1 with probability 1/2 each: bit i & 31 of word `from` + (i >> 5). Threaded. O(count). */
export function randomSigns(stream: RandomStream, count: number, options: DrawOptions = {}): Float32Array {
  return draw(
    'randomSigns',
    stream,
    count,
    options,
    () => [],
    (out, arena) => arena.float32(out, count).slice(),
  );
}

/**
 * Normal numbers: bit for bit those that `RandomStream.fillNormal(out, std)` of a new stream writes, word for word from `from`, an even
 * number (Box and Muller). Threaded. O(count).
 *
 * @throws {HeteroGraphError} INVALID_OPTION
 */
export function randomNormal(
  stream: RandomStream,
  count: number,
  options: DrawOptions & { readonly std?: number } = {},
): Float32Array {
  const { std = 1, from = 0 } = options;
  if (from % 2 !== 0) {
    throw new HeteroGraphError('INVALID_OPTION', `from is ${from}.`, {
      hint: 'Use an even number: normal numbers are drawn in pairs.',
    });
  }
  const doubts = new Int32Array(Math.ceil(count / unit));
  const bits = new Int32Array(Float64Array.of(std).buffer);
  let doubtsAt = 0;
  return draw(
    'randomNormal',
    stream,
    count,
    options,
    (place) => {
      doubtsAt = place(doubts);
      return [doubtsAt, ...bits];
    },
    (out, arena) => {
      const values = arena.float32(out, count).slice();
      for (const [u, doubtful] of arena.int32(doubtsAt, doubts.length).entries()) {
        if (doubtful !== 0) settle(stream, values, u * unit, from, std);
      }
      return values;
    },
  );
}

/** Draws again the numbers of a unit that the kernel left open (NaN). */
function settle(stream: RandomStream, values: Float32Array, start: number, from: number, std: number): void {
  const words = new RandomStream(stream.seed, stream.name);
  for (let i = start; i < Math.min(values.length, start + unit); i++) {
    if (!Number.isNaN(values[i]!)) continue;
    const pair = from + i - (i % 2);
    const radius = Math.sqrt(-2 * Math.log((words.uint32At(pair) + 1) / 4294967297));
    const angle = 2 * Math.PI * (words.uint32At(pair + 1) / 4294967296);
    values[i] = std * (radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)));
  }
}
