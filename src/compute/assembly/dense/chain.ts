// A chain of elementwise steps, block by block: a block stays in the first-level cache from its first step to its last.
import { combine, evaluate, applyRun } from '../tensor/elementwise';

// @ts-ignore: decorator
@inline
function apply(op: i32, from: usize, to: usize, n: i32, alpha: v128): void {
  for (let at: usize = 0; at < <usize>n << 2; at += 16) v128.store(to + at, evaluate(op, v128.load(from + at), alpha));
}

// @ts-ignore: decorator
@inline
function join(op: i32, from: usize, other: usize, to: usize, n: i32): void {
  for (let at: usize = 0; at < <usize>n << 2; at += 16) {
    v128.store(to + at, combine(op, v128.load(from + at), v128.load(other + at)));
  }
}

// @ts-ignore: decorator
@inline
function joinOne(op: i32, from: usize, b: v128, to: usize, n: i32): void {
  for (let at: usize = 0; at < <usize>n << 2; at += 16) v128.store(to + at, combine(op, v128.load(from + at), b));
}

function unaryStep(op: i32, from: usize, to: usize, n: i32, alpha: v128): void {
  switch (op) {
    case 0: apply(0, from, to, n, alpha); break;
    case 1: apply(1, from, to, n, alpha); break;
    case 2: apply(2, from, to, n, alpha); break;
    case 3: apply(3, from, to, n, alpha); break;
    case 4: apply(4, from, to, n, alpha); break;
    case 5: apply(5, from, to, n, alpha); break;
    case 6: apply(6, from, to, n, alpha); break;
    case 7: apply(7, from, to, n, alpha); break;
    case 8: apply(8, from, to, n, alpha); break;
    case 9: apply(9, from, to, n, alpha); break;
    case 10: apply(10, from, to, n, alpha); break;
    default: apply(11, from, to, n, alpha);
  }
}

function scalarStep(op: i32, from: usize, b: v128, to: usize, n: i32): void {
  switch (op) {
    case 0: joinOne(0, from, b, to, n); break;
    case 1: joinOne(1, from, b, to, n); break;
    case 2: joinOne(2, from, b, to, n); break;
    case 3: joinOne(3, from, b, to, n); break;
    case 4: joinOne(4, from, b, to, n); break;
    default: joinOne(5, from, b, to, n);
  }
}

function fullStep(op: i32, from: usize, other: usize, to: usize, n: i32): void {
  switch (op) {
    case 0: join(0, from, other, to, n); break;
    case 1: join(1, from, other, to, n); break;
    case 2: join(2, from, other, to, n); break;
    case 3: join(3, from, other, to, n); break;
    case 4: join(4, from, other, to, n); break;
    default: join(5, from, other, to, n);
  }
}

/** One row for all rows (kind 3), or one value for each row (kind 4): elements `first` and on of a matrix of so many columns. */
// @ts-ignore: decorator
@inline
function broadcast(op: i32, kind: i32, from: usize, other: usize, to: usize, first: u32, n: i32, width: u32): void {
  let done = 0;
  let row = first / width, column = first % width;
  while (done < n) {
    const part = min<i32>(<i32>(width - column), n - done);
    const at = <usize>done << 2;
    if (kind == 3) applyRun(op, from + at, false, other + (<usize>column << 2), false, to + at, part);
    else applyRun(op, from + at, false, other + (<usize>row << 2), true, to + at, part);
    done += part;
    row++;
    column = 0;
  }
}

function broadcastStep(op: i32, kind: i32, from: usize, other: usize, to: usize, first: u32, n: i32, width: u32): void {
  switch (op) {
    case 0: broadcast(0, kind, from, other, to, first, n, width); break;
    case 1: broadcast(1, kind, from, other, to, first, n, width); break;
    case 2: broadcast(2, kind, from, other, to, first, n, width); break;
    case 3: broadcast(3, kind, from, other, to, first, n, width); break;
    case 4: broadcast(4, kind, from, other, to, first, n, width); break;
    default: broadcast(5, kind, from, other, to, first, n, width);
  }
}

/**
 * args: program, steps, x, out, n, width, scratch (4,160 bytes a worker). A step is three words: op, kind (0 unary, 1 scalar, 2 an
 * array of n values, 3 one row, 4 one value a row), operand (bits of the scalar or of the slope, or address). Units are 1,024
 * elements.
 */
export function chain(args: usize, begin: i32, end: i32, worker: i32): void {
  const program = <usize>load<u32>(args);
  const steps = load<i32>(args, 4);
  const total = load<u32>(args, 16);
  const width = load<u32>(args, 20);
  const block = <usize>load<u32>(args, 24) + <usize>worker * 4160;
  for (let unit = begin; unit < end; unit++) {
    const first = <u32>unit << 10;
    const n = <i32>min<u32>(1024, total - first);
    const shift = <usize>first << 2;
    const out = <usize>load<u32>(args, 12) + shift;
    let from = <usize>load<u32>(args, 8) + shift;
    for (let s = 0; s < steps; s++) {
      const step = program + <usize>s * 12;
      const op = load<i32>(step), kind = load<i32>(step, 4);
      const operand = <usize>load<u32>(step, 8);
      const to = s + 1 == steps ? out : block;
      if (kind == 0) unaryStep(op, from, to, n, v128.load32_splat(step, 8));
      else if (kind == 1) scalarStep(op, from, v128.load32_splat(step, 8), to, n);
      else if (kind == 2) fullStep(op, from, operand + shift, to, n);
      else broadcastStep(op, kind, from, operand, to, first, n, width);
      from = block;
    }
  }
}
