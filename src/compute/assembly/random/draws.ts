// Numbers of a stream in bulk. A unit is 4,096 numbers, made from words that its scratch holds.
import { storeTail } from '../tensor/vector';
import { normals4 } from './normal';
import { streamWords } from './philox';

const UNIT: i32 = 4096;

// @ts-ignore: decorator
@inline
function firstWord(args: usize): u64 {
  return <u64>load<u32>(args, 8) | (<u64>load<u32>(args, 12) << 32);
}

/** args: out, n, first word (low, high), key and nonce (four words), scratch (33,024 bytes a worker). */
export function randomWords(args: usize, begin: i32, end: i32, worker: i32): void {
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * 33024;
  const total = load<i32>(args, 4);
  for (let unit = begin; unit < end; unit++) {
    const at = unit * UNIT;
    const n = min(UNIT, total - at);
    const words = streamWords(args + 16, firstWord(args) + <u64>at, n, scratch);
    memory.copy(<usize>load<u32>(args) + (<usize>at << 2), words, <usize>n << 2);
  }
}

/** Word / 2^32 in float32, at most the largest number below 1. args: as above. */
export function randomUniform(args: usize, begin: i32, end: i32, worker: i32): void {
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * 33024;
  const total = load<i32>(args, 4);
  const unit32 = f32x4.splat(2.3283064365386963e-10), below1 = f32x4.splat(0.99999994);
  for (let unit = begin; unit < end; unit++) {
    const at = unit * UNIT;
    const n = min(UNIT, total - at);
    const words = streamWords(args + 16, firstWord(args) + <u64>at, n, scratch);
    const out = <usize>load<u32>(args) + (<usize>at << 2);
    let i: usize = 0;
    for (; i + 16 <= <usize>n << 2; i += 16) {
      v128.store(out + i, f32x4.min(f32x4.mul(f32x4.convert_i32x4_u(v128.load(words + i)), unit32), below1));
    }
    for (; i < <usize>n << 2; i += 4) {
      store<f32>(out + i, min<f32>(<f32>load<u32>(words + i) * <f32>2.3283064365386963e-10, <f32>0.99999994));
    }
  }
}

/** One sign a bit: 1 where it is 0, else -1; bit i & 31 of word i >> 5. args: as above. */
export function randomSigns(args: usize, begin: i32, end: i32, worker: i32): void {
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * 33024;
  const total = load<i32>(args, 4);
  for (let unit = begin; unit < end; unit++) {
    const at = unit * UNIT;
    const n = min(UNIT, total - at);
    const words = streamWords(args + 16, firstWord(args) + <u64>(at >> 5), (n + 31) >> 5, scratch);
    const out = <usize>load<u32>(args) + (<usize>at << 2);
    for (let i = 0; i < n; i++) {
      const bit = (load<u32>(words + (<usize>(i >> 5) << 2)) >> (i & 31)) & 1;
      store<u32>(out + (<usize>i << 2), 0x3f800000 | (bit << 31));
    }
  }
}

/**
 * std times standard normals by Box and Muller: words 2i and 2i + 1 give numbers 2i (cosine) and 2i + 1 (sine). Logarithm, sine and
 * cosine here and in JavaScript may differ in the last bit of float64; where that could show in float32 NaN is written and doubts[unit] is
 * set, for the caller to fill in. args: as above, then doubts, std (float64 at 40).
 */
export function randomNormal(args: usize, begin: i32, end: i32, worker: i32): void {
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * 33024;
  const total = load<i32>(args, 4);
  const doubts = <usize>load<u32>(args, 36);
  const std = load<f64>(args, 40);
  for (let unit = begin; unit < end; unit++) {
    const at = unit * UNIT;
    const n = min(UNIT, total - at);
    const words = streamWords(args + 16, firstWord(args) + <u64>at, n + 1, scratch);
    const out = <usize>load<u32>(args) + (<usize>at << 2);
    let doubts4 = i32x4.splat(0);
    for (let i = 0; i < n; i += 4) {
      const at = <usize>i << 2;
      const v = normals4(v128.load(words + at), std);
      storeTail(out + at, v, n - i);
      doubts4 = v128.or(doubts4, f32x4.ne(v, v));
    }
    const doubtful = <i32>v128.any_true(doubts4);
    store<i32>(doubts + (<usize>unit << 2), doubtful);
  }
}

/**
 * Draws from a table of aliases (Walker 1977): words 2i and 2i + 1 choose a cell and one of its two ends. args: out, n, first word,
 * key and nonce, scratch, limits, aliases, size.
 */
export function aliasDraw(args: usize, begin: i32, end: i32, worker: i32): void {
  const scratch = <usize>load<u32>(args, 32) + <usize>worker * 33024;
  const total = load<i32>(args, 4);
  const limits = <usize>load<u32>(args, 36), aliases = <usize>load<u32>(args, 40);
  const size = <u64>load<u32>(args, 44);
  for (let unit = begin; unit < end; unit++) {
    const at = unit * UNIT;
    const n = min(UNIT, total - at);
    const words = streamWords(args + 16, firstWord(args) + (<u64>at << 1), n << 1, scratch);
    const out = <usize>load<u32>(args) + (<usize>at << 2);
    for (let i: usize = 0; i < <usize>n << 2; i += 4) {
      const cell = <u32>((<u64>load<u32>(words + (i << 1)) * size) >> 32);
      const place = <usize>cell << 2;
      const stays = load<u32>(words + (i << 1), 4) < load<u32>(limits + place);
      store<u32>(out + i, stays ? cell : load<u32>(aliases + place));
    }
  }
}

/**
 * One part of a Fisher-Yates shuffle, from the end: while words last and i > 0, swaps value i with one of 0..i, drawn without bias
 * (words beyond the last multiple of i + 1 are passed over). args: values, i, words, number of words, state (out: i, words used). One
 * unit.
 */
export function shuffle(args: usize, begin: i32, end: i32, worker: i32): void {
  const values = <usize>load<u32>(args);
  let i = load<u32>(args, 4);
  const words = <usize>load<u32>(args, 8);
  const count = load<u32>(args, 12);
  const state = <usize>load<u32>(args, 16);
  let used: u32 = 0;
  while (used < count && i > 0) {
    const word = load<u32>(words + (<usize>used << 2));
    const bound = i + 1;
    used++;
    // Of 2^32 words the last 2^32 mod bound are too many; they are among the last `bound`, so the division is rare.
    if (word > 0 - bound && <u64>word >= 4294967296 - <u64>4294967296 % <u64>bound) continue;
    const j = <usize>(word % bound) << 2;
    const held = load<u32>(values + (<usize>i << 2));
    store<u32>(values + (<usize>i << 2), load<u32>(values + j));
    store<u32>(values + j, held);
    i--;
  }
  store<u32>(state, i);
  store<u32>(state, used, 4);
}
