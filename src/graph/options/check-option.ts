import { HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is an integer in [min, max] */
export function checkCount(name: string, value: number, min = 0, max = 2 ** 31 - 1): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(name, value, `an integer in [${min}, ${max}]`);
}

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is in [min, max] */
export function checkNumber(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw invalid(name, value, `in [${min}, ${max}]`);
}

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is one of those */
export function checkChoice<T extends string>(name: string, value: T, choices: readonly T[]): T {
  if (choices.includes(value)) return value;
  throw invalid(name, JSON.stringify(value), choices.join(' or '));
}

/**
 * What `make` returns, which may be more than there is memory for.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY where an array cannot be as long as it would have to be
 */
export function withinMemory<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new HeteroGraphError('OUT_OF_MEMORY', 'The graph is larger than arrays or memory can be.', {
      hint: 'Ask for fewer nodes, edges, classes or columns.',
      cause,
    });
  }
}

/** @throws {HeteroGraphError} INVALID_OPTION where there are edges to draw and no nodes to draw them from */
export function checkDrawable(numEdges: number, numNodes: number, type: string): void {
  if (numEdges === 0 || numNodes > 0) return;
  throw new HeteroGraphError('INVALID_OPTION', `${numEdges} edges cannot be drawn from no nodes.`, {
    type,
    hint: 'Give nodes to the types at both ends, or ask for 0 edges.',
  });
}

function invalid(name: string, value: number | string | undefined, mustBe: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${name} is ${value}.`, {
    column: name,
    hint: `It must be ${mustBe}.`,
  });
}
