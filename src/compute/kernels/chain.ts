import { expectArgument, HeteroGraphError } from '../../core/index.js';
import { type Placement, placed } from '../threads/placed.js';
import { getPool, type Pool } from '../threads/pool.js';
import { expectSize, rowsOf } from './checks.js';
import { type BinaryOp, binaryOps, type UnaryOp, unaryOps } from './elementwise.js';
import { grainOfRows, type PoolOption } from './run-into.js';

/** The second side of a step: one number, an array of as many values, one row [width] or one value a row [rows]. */
export type ChainOperand = number | Float32Array;

/** How an array is laid over x. */
export type Layout = 'full' | 'row' | 'column';

interface Step {
  readonly op: number;
  /** As the kernel numbers them: 0 unary, 1 scalar, 2 full, 3 row, 4 column. */
  readonly kind: number;
  readonly operand: ChainOperand;
}

const layouts = { full: 2, row: 3, column: 4 } as const;
const block = 1024;
const scratchBytes = block * 4 + 64;

/**
 * A chain of elementwise steps on x [rows, width], run in one pass over the data: `chain(x).mul(2).add(y).relu().run()`. The steps go
 * over blocks of 1,024 values that stay in the first-level cache. Immutable: every step gives a new chain. Threaded.
 * O(values x steps).
 */
export class Chain {
  readonly #x: Float32Array;
  readonly #width: number;
  readonly #steps: readonly Step[];

  /** Made by {@link chain}. */
  constructor(x: Float32Array, width: number, steps: readonly Step[]) {
    this.#x = x;
    this.#width = width;
    this.#steps = steps;
  }

  add(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('add', other, layout);
  }

  sub(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('sub', other, layout);
  }

  mul(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('mul', other, layout);
  }

  div(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('div', other, layout);
  }

  max(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('max', other, layout);
  }

  min(other: ChainOperand, layout: Layout = 'full'): Chain {
    return this.#binary('min', other, layout);
  }

  relu(): Chain {
    return this.map('relu');
  }

  exp(): Chain {
    return this.map('exp');
  }

  /** Any elementwise map of one value; `alpha` is the slope of 'leakyRelu' and the value of 'step' below 0. */
  map(op: UnaryOp, alpha = 0): Chain {
    return this.#with({ op: unaryOps[op], kind: 0, operand: alpha });
  }

  /** The result, a new array [rows, width]. */
  run({ pool = getPool() }: PoolOption = {}): Float32Array {
    if (this.#steps.length === 0) return this.#x.slice();
    const n = this.#x.length;
    return placed(pool.arena, (place) => {
      const out = place.block(n * 4);
      this.into(pool, place, out);
      return pool.arena.float32(out, n).slice();
    });
  }

  into(pool: Pool, place: Placement, out: number): void {
    const steps = this.#steps;
    const program = new Int32Array(steps.length * 3);
    const floats = new Float32Array(program.buffer);
    for (const [i, { op, kind, operand }] of steps.entries()) {
      program[3 * i] = op;
      program[3 * i + 1] = kind;
      if (typeof operand === 'number') floats[3 * i + 2] = operand;
      else program[3 * i + 2] = place.of(operand);
    }
    const n = this.#x.length;
    const units = Math.ceil(n / block);
    const scratch = place.block(scratchBytes * pool.threads);
    const args = [place.of(program), steps.length, place.of(this.#x), out, n, this.#width, scratch];
    pool.run('chain', args, units, grainOfRows(units, n * steps.length));
  }

  #binary(name: BinaryOp, other: ChainOperand, layout: Layout): Chain {
    if (typeof other === 'number') return this.#with({ op: binaryOps[name], kind: 1, operand: other });
    const n = this.#x.length;
    const size = layout === 'full' ? n : layout === 'row' ? this.#width : n / Math.max(1, this.#width);
    expectSize(`The ${layout} operand of ${name}`, other, size);
    return this.#with({ op: binaryOps[name], kind: layouts[layout], operand: other });
  }

  #with(step: Step): Chain {
    return new Chain(this.#x, this.#width, [...this.#steps, step]);
  }
}

/**
 * Starts a {@link Chain} on x [rows, width]; `width` counts for operands by row and by column only, default all of x.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, also by the steps where an operand is of another length
 */
export function chain(x: Float32Array, width = x?.length): Chain {
  expectArgument(x, 'numbers', 'x');
  if (x.length > 0 && width === 0) {
    throw new HeteroGraphError('SHAPE_MISMATCH', `x has ${x.length} values, and its width is 0.`, {
      hint: 'Give the number of values in a row as width.',
    });
  }
  rowsOf('The matrix', x, width);
  return new Chain(x, width, []);
}
