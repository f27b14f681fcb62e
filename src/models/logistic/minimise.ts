/** Value and gradient of a function at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** When the search for the least point ends. */
export interface MinimiseOptions {
  /** Ends where no entry of the gradient is larger. */
  readonly tolerance: number;
  readonly maxSteps: number;
  /** Called after each step, with the steps taken; may throw to stop. */
  readonly onStep?: (steps: number, value: number) => Promise<void> | void;
}

/** Steps whose curvature is remembered. */
const MEMORY = 10;
/** Share of the decrease that the slope promises with which a step is content. */
const SUFFICIENT = 1e-4;
/** What rounding in 32 bits may add to a value, relative to it. */
const ROUNDING = 1e-7;

/**
 * The least point of a convex, smooth function by L-BFGS (Liu, Nocedal: On the limited memory BFGS method for large scale optimization,
 * Mathematical Programming 1989), with steps halved until the value falls.
 *
 * @param start changed in place, and returned
 */
export async function minimise(
  start: Float64Array,
  evaluate: (at: Float64Array) => Evaluation,
  { tolerance, maxSteps, onStep }: MinimiseOptions,
): Promise<Float64Array> {
  const point = start;
  const memory: { moved: Float64Array; turned: Float64Array; product: number }[] = [];
  let here = evaluate(point);
  for (let step = 1; step <= maxSteps && here.gradient.some((slope) => Math.abs(slope) > tolerance); step++) {
    const direction = downhill(here.gradient, memory);
    const slope = dot(direction, here.gradient);
    // The first step has no curvature to go by: it is at most as long as 1.
    let length = memory.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    let next: Float64Array;
    let there: Evaluation;
    let halvings = 0;
    do {
      next = point.map((value, i) => value + length * direction[i]!);
      there = evaluate(next);
      length /= 2;
    } while (
      !(there.value <= here.value + SUFFICIENT * 2 * length * slope + ROUNDING * Math.abs(here.value)) &&
      ++halvings < 30
    );
    if (halvings === 30) break;
    const moved = next.map((value, i) => value - point[i]!);
    const turned = there.gradient.map((value, i) => value - here.gradient[i]!);
    const product = dot(moved, turned);
    if (product > 1e-12 * dot(turned, turned)) memory.push({ moved, turned, product });
    if (memory.length > MEMORY) memory.shift();
    point.set(next);
    here = there;
    await onStep?.(step, here.value);
  }
  return point;
}

/** Minus the gradient times what is known of the inverse of the curvature: the recursion of two loops. */
function downhill(
  gradient: Float64Array,
  memory: readonly { moved: Float64Array; turned: Float64Array; product: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { moved, turned, product } of memory.toReversed()) {
    const share = dot(moved, direction) / product;
    shares.push(share);
    for (let i = 0; i < direction.length; i++) direction[i]! -= share * turned[i]!;
  }
  const last = memory.at(-1);
  if (last) {
    const scale = last.product / dot(last.turned, last.turned);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const { moved, turned, product } of memory) {
    const share = shares.pop()! - dot(turned, direction) / product;
    for (let i = 0; i < direction.length; i++) direction[i]! += share * moved[i]!;
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
