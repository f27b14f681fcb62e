import { f32 } from '../threads/arguments.js';
import type { Pool } from '../threads/pool.js';

export const binaryOps = { add: 0, sub: 1, mul: 2, div: 3, max: 4, min: 5 } as const;
export const unaryOps = {
  relu: 0,
  neg: 1,
  square: 2,
  sqrt: 3,
  rsqrt: 4,
  step: 5,
  abs: 6,
  exp: 7,
  sigmoid: 8,
  tanh: 9,
  log: 10,
  leakyRelu: 11,
} as const;
export type BinaryOp = keyof typeof binaryOps;
export type UnaryOp = keyof typeof unaryOps;

/** How one side is laid over the [rows, width] result. */
export type Broadcast = 'full' | 'row' | 'column' | 'scalar';

export interface Binary {
  readonly op: BinaryOp;
  readonly a: number;
  readonly b: number;
  readonly aLies: Broadcast;
  readonly bLies: Broadcast;
  readonly out: number;
  readonly rows: number;
  readonly width: number;
}

/** Elements below which one thread does the work. */
const alone = 32_768;
const chunk = 4096;

/** out = a op b over [rows, width], float32; at most one side is broadcast. `out` may be `a` or `b`. */
export function binaryInto(pool: Pool, { op, a, b, aLies, bLies, out, rows, width }: Binary): void {
  const total = rows * width;
  if (total === 0) return;
  const flat = [aLies, bLies].every((lies) => lies === 'full' || lies === 'scalar');
  const unit = flat ? chunk : width;
  const stride = (lies: Broadcast) => (lies === 'full' ? unit : lies === 'column' ? 1 : 0);
  const one = (lies: Broadcast) => (lies === 'column' || lies === 'scalar' ? 1 : 0);
  const units = Math.ceil(total / unit);
  const args = [binaryOps[op], a, stride(aLies), one(aLies), b, stride(bLies), one(bLies), out, unit, total];
  pool.run('binary', args, units, grainOf(total, unit, units));
}

/** out = f(x) for n elements, float32; exp, sigmoid and tanh to about 2e-7 relative. */
export function unaryInto(pool: Pool, op: UnaryOp, x: number, out: number, n: number, alpha = 0): void {
  const units = Math.ceil(n / chunk);
  pool.run('unary', [unaryOps[op], x, out, n, f32(alpha)], units, grainOf(n, chunk, units));
}

/** Units a thread takes at once: all of a small job, otherwise chunks of 16,384 elements. */
export function grainOf(total: number, unit: number, units: number): number {
  return total < alone ? units : Math.max(1, Math.ceil(16_384 / unit));
}
