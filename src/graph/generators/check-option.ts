import { HeteroGraphError } from '../../core/index.js';

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is an integer in [least, most] */
export function checkCount(name: string, value: number, least = 0, most = 2 ** 31 - 1): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalid(name, value, `an integer in [${least}, ${most}]`);
}

/** @throws {HeteroGraphError} INVALID_OPTION unless the value is in [least, most] */
export function checkNumber(name: string, value: number, least: number, most: number): number {
  if (value >= least && value <= most) return value;
  throw invalid(name, value, `in [${least}, ${most}]`);
}

/** @throws {HeteroGraphError} INVALID_OPTION where there are edges to draw and no nodes to draw them from */
export function checkDrawable(numEdges: number, numNodes: number, type: string): void {
  if (numEdges === 0 || numNodes > 0) return;
  throw new HeteroGraphError('INVALID_OPTION', `${numEdges} edges cannot be drawn from no nodes.`, { type });
}

function invalid(name: string, value: number, wanted: string): HeteroGraphError {
  return new HeteroGraphError('INVALID_OPTION', `${name} must be ${wanted}, not ${value}.`);
}
