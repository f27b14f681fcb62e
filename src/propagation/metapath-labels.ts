import { type Csr, HeteroGraphError, type RunOptions, throwIfAborted, yieldToEventLoop } from '../core/index.js';
import type { Labels } from '../graph/index.js';
import { type PropagationInput, type RelationView, relationViews } from './input.js';
import { metapathName } from './metapath-name.js';
import { metapathShapes } from './metapath-shape.js';

/** Columns of a label that is a number: the number, and a one for every number that is known. */
export const NUMBER_LABELS = 2;

/** Labels that nodes may see of others: classes, or numbers [N] of a size about 1, NaN where unknown. */
export type ShownLabels =
  | Labels
  | { readonly kind: 'numbers'; readonly values: Float32Array; readonly numClasses: typeof NUMBER_LABELS };

/** Numbers are counted in these units, as whole numbers: sums of them are exact. */
const UNIT = 2 ** -20;
const MOST_UNITS = 2 ** 32;

/** Training labels that reach the rows along one metapath: shares [rows, C], row-major. */
export interface LabelChannel {
  readonly name: string;
  readonly values: Float32Array;
}

export interface MetapathLabelOptions extends RunOptions {
  /** Relations of the longest metapath, from 1. */
  readonly hops: number;
  /** Rows of the target to compute. */
  readonly rows: Int32Array;
  readonly labels: ShownLabels;
  /** Rows whose labels are seen. */
  readonly trainRows: Int32Array;
}

/** Steps from node to node that one call may take: minutes. */
export const MAX_LABEL_STEPS = 1e11;

/**
 * Labels as input as SeHGNN has them (Yang et al., AAAI 2023, section 4.1): one-hot training labels, averaged along every metapath from the
 * target to the target, with the diagonal of the path's matrix removed. The way back to the node itself is left out, so that its own
 * label enters nothing, not even a rounding: labels are counted as whole numbers before they are weighed.
 *
 * Row by row: weights of the nodes at the end of a path but its last relation, each once, times the labels that it has there.
 * O(rows x hops x edges) at most, and {@link labelSteps}.
 *
 * @throws {HeteroGraphError} TOO_LARGE, ABORTED
 */
export async function metapathLabels(
  input: PropagationInput,
  options: MetapathLabelOptions,
): Promise<readonly LabelChannel[]> {
  const { hops, rows, labels, trainRows, signal, onProgress } = options;
  const steps = labelSteps(input, rows, hops);
  if (steps > MAX_LABEL_STEPS) {
    throw new HeteroGraphError(
      'TOO_LARGE',
      `Labels along ${hops} hops would take ${steps === Number.POSITIVE_INFINITY ? 'endless' : steps.toExponential(1)} steps.`,
      {
        type: input.types[input.target]!.name,
        column: 'hops',
        hint: 'Ask for fewer label hops, or name fewer relations.',
      },
    );
  }
  const walk = new LabelWalk(input, hops, seenLabels(labels, trainRows), unitsOf(labels), rows.length);
  let last = performance.now();
  for (let i = 0; i < rows.length; i++) {
    walk.row(i, rows[i]!);
    if (performance.now() - last < 30) continue;
    throwIfAborted(signal);
    onProgress?.({ stage: 'propagate labels', done: i + 1, total: rows.length, unit: 'rows' });
    await yieldToEventLoop();
    last = performance.now();
  }
  return walk.channels;
}

/** More paths than anybody has use for: their steps are not counted. */
const MAX_PATHS = 1 << 12;

/** Steps from node to node of {@link metapathLabels}, an upper bound; infinite where there are far too many. O(paths x edges). */
export function labelSteps(input: PropagationInput, rows: Int32Array, hops: number): number {
  const paths = metapathShapes(input, hops, () => 0).reduce((sum, shape) => sum + shape.paths, 0);
  if (paths > MAX_PATHS) return Number.POSITIVE_INFINITY;
  const views = relationViews(input.relations);
  const distance = hopsToTarget(input, views);
  let steps = 0;
  const visit = (type: number, walks: Float64Array, depth: number) => {
    for (const { t, u, tFromU } of views) {
      if (t !== type || distance[u]! > hops - depth - 1 || depth + 1 >= hops || steps > MAX_LABEL_STEPS) continue;
      const next = new Float64Array(tFromU.numCols);
      let count = 0;
      for (let r = 0; r < tFromU.numRows; r++) {
        if (walks[r] === 0) continue;
        for (let e = tFromU.indptr[r]!; e < tFromU.indptr[r + 1]!; e++) next[tFromU.indices[e]!]! += walks[r]!;
        count += walks[r]! * (tFromU.indptr[r + 1]! - tFromU.indptr[r]!);
      }
      steps += Math.min(count, rows.length * tFromU.indices.length);
      visit(u, next, depth + 1);
    }
  };
  const start = new Float64Array(input.types[input.target]!.count);
  for (const row of rows) start[row] = 1;
  visit(input.target, start, 0);
  return steps;
}

/** Relations from every type to the target at least; infinite where there is no way. */
function hopsToTarget({ types, target }: PropagationInput, views: readonly RelationView[]): number[] {
  const distance = types.map((_, type) => (type === target ? 0 : Number.POSITIVE_INFINITY));
  for (let round = 0; round < types.length; round++) {
    for (const { t, u } of views) distance[t] = Math.min(distance[t]!, distance[u]! + 1);
  }
  return distance;
}

/** Labels that may be seen, as whole numbers [N, C]: of classes 0 and 1. */
function seenLabels(labels: ShownLabels, trainRows: Int32Array): Uint8Array | Float64Array {
  if (labels.kind === 'numbers') return seenNumbers(labels.values, trainRows);
  const { kind, values, numClasses } = labels;
  const numRows = kind === 'single' ? values.length : values.length / Math.max(1, numClasses);
  const seen = new Uint8Array(numRows * numClasses);
  for (const row of trainRows) {
    if (kind === 'multi')
      for (let c = 0; c < numClasses; c++) seen[row * numClasses + c] = values[row * numClasses + c]!;
    else if (values[row]! >= 0) seen[row * numClasses + values[row]!] = 1;
  }
  return seen;
}

/** What a whole number of each column stands for. */
function unitsOf({ kind, numClasses }: ShownLabels): readonly number[] {
  return kind === 'numbers' ? [UNIT, 1] : new Array<number>(numClasses).fill(1);
}

function seenNumbers(values: Float32Array, trainRows: Int32Array): Float64Array {
  const seen = new Float64Array(values.length * NUMBER_LABELS);
  for (const row of trainRows) {
    if (Number.isNaN(values[row]!)) continue;
    seen[row * NUMBER_LABELS] = Math.max(-MOST_UNITS, Math.min(MOST_UNITS, Math.round(values[row]! / UNIT)));
    seen[row * NUMBER_LABELS + 1] = 1;
  }
  return seen;
}

/** The nodes that a walk is at and their weights, at one depth; used again for every row. */
interface Front {
  readonly weights: Float64Array;
  readonly nodes: Int32Array;
  count: number;
}

/** A relation that leads back to the target, with what its near ends see there. */
interface LastRelation {
  /** Labels that each near end has at the target, whole numbers [N, C]. */
  readonly counts: Float64Array;
  /** How often a near end leads to the present row. */
  readonly times: Int32Array;
}

/** A relation of the tree of paths from the target on. */
interface Step {
  readonly view: RelationView;
  /** Of the path that ends here, where it ends at the target. */
  readonly channel: LabelChannel | undefined;
  readonly next: readonly Step[];
}

class LabelWalk {
  readonly channels: readonly LabelChannel[];
  readonly #input: PropagationInput;
  readonly #views: readonly RelationView[];
  readonly #seen: Uint8Array | Float64Array;
  readonly #units: readonly number[];
  readonly #tree: readonly Step[];
  readonly #last: ReadonlyMap<RelationView, LastRelation>;
  readonly #fronts: readonly Front[];
  #row = 0;
  #at = 0;

  constructor(
    input: PropagationInput,
    hops: number,
    seen: Uint8Array | Float64Array,
    units: readonly number[],
    numRows: number,
  ) {
    const numClasses = units.length;
    this.#input = input;
    this.#views = relationViews(input.relations);
    this.#seen = seen;
    this.#units = units;
    const returning = this.#views.filter(({ u }) => u === input.target);
    this.#last = new Map(returning.map((view) => [view, lastRelation(view.tFromU, seen, numClasses)]));
    const largest = Math.max(1, ...input.types.map(({ count }) => count));
    this.#fronts = Array.from({ length: hops }, () => ({
      weights: new Float64Array(largest),
      nodes: new Int32Array(largest),
      count: 0,
    }));
    const found: { readonly length: number; readonly channel: LabelChannel }[] = [];
    this.#tree = this.#steps(input.target, [], hops, hopsToTarget(input, this.#views), (length, name) => {
      const channel = { name, values: new Float32Array(numRows * numClasses) };
      found.push({ length, channel });
      return channel;
    });
    this.channels = found.sort((a, b) => a.length - b.length).map(({ channel }) => channel);
  }

  /** Computes a row of every channel. */
  row(at: number, row: number): void {
    this.#at = at;
    this.#row = row;
    for (const [{ uFromT }, { times }] of this.#last) {
      for (let e = uFromT.indptr[row]!; e < uFromT.indptr[row + 1]!; e++) times[uFromT.indices[e]!]!++;
    }
    const start = this.#fronts[0]!;
    start.nodes[0] = row;
    start.weights[row] = 1;
    start.count = 1;
    this.#walk(this.#tree, 0);
    start.weights[row] = 0;
    for (const [{ uFromT }, { times }] of this.#last) {
      for (let e = uFromT.indptr[row]!; e < uFromT.indptr[row + 1]!; e++) times[uFromT.indices[e]!] = 0;
    }
  }

  #steps(
    type: number,
    path: readonly RelationView[],
    hops: number,
    distance: readonly number[],
    channelOf: (length: number, name: string) => LabelChannel,
  ): Step[] {
    const { target } = this.#input;
    return this.#views
      .filter(({ t, u }) => t === type && distance[u]! <= hops - path.length - 1)
      .map((view) => {
        const longer = [...path, view];
        const name = () => metapathName(this.#input, this.#views, target, longer);
        const channel = view.u === target ? channelOf(longer.length, name()) : undefined;
        return { view, channel, next: this.#steps(view.u, longer, hops, distance, channelOf) };
      });
  }

  #walk(steps: readonly Step[], depth: number): void {
    const front = this.#fronts[depth]!;
    for (const { view, channel, next } of steps) {
      if (channel) this.#keep(front, view, channel);
      if (next.length === 0) continue;
      const beyond = this.#fronts[depth + 1]!;
      spread(front, view.tFromU, beyond);
      this.#walk(next, depth + 1);
      for (let i = 0; i < beyond.count; i++) beyond.weights[beyond.nodes[i]!] = 0;
    }
  }

  #keep({ nodes, weights, count }: Front, view: RelationView, { values }: LabelChannel): void {
    const { counts, times } = this.#last.get(view)!;
    const { indptr } = view.tFromU;
    const numClasses = this.#units.length;
    const own = this.#row * numClasses;
    for (let c = 0; c < numClasses; c++) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const node = nodes[i]!;
        const others = counts[node * numClasses + c]! - times[node]! * this.#seen[own + c]!;
        if (others !== 0) sum += (weights[node]! * others) / (indptr[node + 1]! - indptr[node]!);
      }
      values[this.#at * numClasses + c] = sum * this.#units[c]!;
    }
  }
}

function lastRelation(
  { numRows, indptr, indices }: Csr,
  seen: Uint8Array | Float64Array,
  numClasses: number,
): LastRelation {
  const counts = new Float64Array(numRows * numClasses);
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      for (let c = 0; c < numClasses; c++) counts[r * numClasses + c]! += seen[indices[e]! * numClasses + c]!;
    }
  }
  return { counts, times: new Int32Array(numRows) };
}

/** The mean over neighbours, transposed: each node hands its weight on in equal shares. */
function spread(from: Front, { indptr, indices }: Csr, to: Front): void {
  to.count = 0;
  for (let i = 0; i < from.count; i++) {
    const node = from.nodes[i]!;
    const [start, stop] = [indptr[node]!, indptr[node + 1]!];
    const share = from.weights[node]! / (stop - start);
    for (let e = start; e < stop; e++) {
      const next = indices[e]!;
      if (to.weights[next] === 0) to.nodes[to.count++] = next;
      to.weights[next]! += share;
    }
  }
}
