import type { Csr } from '../../core/index.js';
import type { LinkSide } from '../../graph/index.js';

/** Edges of one relation and direction: rows are the nodes that a step starts from, columns those it leads to. */
export interface Step {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly csr: Csr;
  /** Whether the step follows links that are predicted. */
  readonly isLinks: boolean;
}

/** A step with the weights of its edges, 1 / sqrt(degree of the start, degree of the end), and the same backwards. */
interface WeightedStep extends Step {
  readonly degrees: Float64Array;
  readonly endDegrees: Float64Array;
  readonly back: Csr;
}

/** What is added to a weight of paths before its logarithm is taken. */
const LEAST = 1e-4;

/**
 * Features of pairs of a source and a target: for every typed path of at most `hops` steps from one to the other the logarithm of its weight (the
 * sum over all ways, of the product of 1 / sqrt(degrees) of their edges), and the logarithms of the degrees of both ends. A path of one step along
 * the links themselves is none.
 */
export class PathFeatures {
  /** One for each feature, in order. */
  readonly names: readonly string[];
  readonly #paths: readonly (readonly WeightedStep[])[];
  readonly #sizes: Readonly<Record<LinkSide, number>>;
  readonly #degrees: Readonly<Record<LinkSide, readonly Float64Array[]>>;

  /** @param numNodes of a node type */
  constructor(
    steps: readonly Step[],
    [source, target]: readonly [source: string, target: string],
    hops: number,
    numNodes: (type: string) => number,
  ) {
    const weighted = steps.map(withWeights);
    this.#sizes = { source: numNodes(source), target: numNodes(target) };
    const paths: (readonly WeightedStep[])[] = [];
    const extend = (path: readonly WeightedStep[], at: string) => {
      if (path.length > 0 && at === target && !(path.length === 1 && path[0]!.isLinks)) paths.push(path);
      if (path.length < hops) for (const step of weighted) if (step.from === at) extend([...path, step], step.to);
    };
    extend([], source);
    this.#paths = paths;
    const of = (type: string) => weighted.filter(({ from }) => from === type);
    this.#degrees = {
      source: of(source).map(({ degrees }) => degrees),
      target: of(target).map(({ degrees }) => degrees),
    };
    this.names = [
      ...paths.map((path) => path.map(({ name }) => name).join(' ')),
      ...of(source).map(({ name }) => `source ${name}`),
      ...of(target).map(({ name }) => `target ${name}`),
    ];
  }

  get numPaths(): number {
    return this.#paths.length;
  }

  /**
   * Features of a known node with answers, [features, answers].
   *
   * @param answers default all
   */
  of(known: number, side: LinkSide, answers?: Int32Array): readonly Float64Array[] {
    const asked = answers ?? Int32Array.from({ length: this.#sizes[side] }, (_, node) => node);
    const ofPaths = this.#paths.map((path) => {
      const values = side === 'target' ? walk(path, known) : walkBack(path, known);
      return Float64Array.from(asked, (node) => Math.log(values[node]! + LEAST));
    });
    const ofEnd = (end: LinkSide) =>
      this.#degrees[end].map((degrees) =>
        end === side
          ? Float64Array.from(asked, (node) => Math.log1p(degrees[node]!))
          : new Float64Array(asked.length).fill(Math.log1p(degrees[known]!)),
      );
    return [...ofPaths, ...ofEnd('source'), ...ofEnd('target')];
  }
}

function walk(path: readonly WeightedStep[], start: number): Float64Array {
  let now: Float64Array<ArrayBufferLike> = new Float64Array(path[0]!.csr.numRows);
  now[start] = 1;
  for (const { csr, degrees, endDegrees } of path) now = spread(now, csr, degrees, endDegrees);
  return now;
}

function walkBack(path: readonly WeightedStep[], end: number): Float64Array {
  let now: Float64Array<ArrayBufferLike> = new Float64Array(path.at(-1)!.csr.numCols);
  now[end] = 1;
  for (const { back, degrees, endDegrees } of [...path].reverse()) now = spread(now, back, endDegrees, degrees);
  return now;
}

function spread(values: Float64Array, { indptr, indices, numCols }: Csr, degrees: Float64Array, ends: Float64Array) {
  const out = new Float64Array(numCols);
  for (let row = 0; row < values.length; row++) {
    if (values[row] === 0) continue;
    const share = values[row]! / Math.sqrt(degrees[row]!);
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) out[indices[e]!]! += share;
  }
  for (let column = 0; column < numCols; column++) if (out[column] !== 0) out[column]! /= Math.sqrt(ends[column]!);
  return out;
}

function withWeights(step: Step): WeightedStep {
  const { csr } = step;
  const { numRows, numCols, indptr, indices } = csr;
  const degrees = Float64Array.from({ length: numRows }, (_, row) => indptr[row + 1]! - indptr[row]!);
  const endDegrees = new Float64Array(numCols);
  for (const column of indices) endDegrees[column]!++;
  const starts = new Int32Array(numCols + 1);
  for (let column = 0; column < numCols; column++) starts[column + 1] = starts[column]! + endDegrees[column]!;
  const places = starts.slice();
  const rows = new Int32Array(indices.length);
  for (let row = 0; row < numRows; row++) {
    for (let e = indptr[row]!; e < indptr[row + 1]!; e++) rows[places[indices[e]!]!++] = row;
  }
  return { ...step, degrees, endDegrees, back: { numRows: numCols, numCols: numRows, indptr: starts, indices: rows } };
}
