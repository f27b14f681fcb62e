import { type RunOptions, YieldTimer } from '../../core/index.js';
import type { EdgeType, TypedLinks } from '../../graph/index.js';
import { type Tensor2D, tensor2d, tidy } from '../../tensor/index.js';
import type { LinkQueries } from '../core/link-types.js';
import type { LinkDecoder } from './decoder.js';
import type { NodeStates } from './network.js';

/** Pairs that are scored at once. */
const PAIRS = 65_536;

/** Scores of pairs, [pairs]. */
export async function scoresOfPairs(
  decoder: LinkDecoder,
  { width, values }: NodeStates,
  edgeTypes: readonly EdgeType[],
  { source, target, relation }: TypedLinks,
  { signal }: Pick<RunOptions, 'signal'> = {},
): Promise<Float32Array> {
  const out = new Float32Array(source.length);
  const timer = new YieldTimer(signal);
  for (let from = 0; from < source.length; from += PAIRS) {
    const asked = relation.slice(from, from + PAIRS);
    const rows = (ends: Int32Array, end: 0 | 2) => {
      const states = new Float32Array(asked.length * width);
      for (const [i, r] of asked.entries()) {
        const at = ends[from + i]! * width;
        states.set(values.get(edgeTypes[r]![end])!.subarray(at, at + width), i * width);
      }
      return states;
    };
    const [a, b] = [rows(source, 0), rows(target, 2)];
    const shape = [asked.length, width] as const;
    const scores = tidy(() => decoder.pairs(tensor2d(a, [...shape]), tensor2d(b, [...shape]), asked));
    out.set((await scores.data()) as Float32Array, from);
    scores.dispose();
    if (timer.isDue()) await timer.yieldNow();
  }
  return out;
}

/** Scores of all nodes of a type as answers of questions, [questions, N]. */
export async function scoresOfAll(
  decoder: LinkDecoder,
  states: NodeStates,
  edgeTypes: readonly EdgeType[],
  { side, known, relation }: LinkQueries,
  run: Pick<RunOptions, 'signal'> = {},
): Promise<Float32Array> {
  const { width, values } = states;
  const [answers, asked] = side === 'target' ? ([2, 0] as const) : ([0, 2] as const);
  if (known.length === 0) return new Float32Array(0);
  const all = values.get(edgeTypes[relation[0]!]![answers])!;
  const size = all.length / width;
  if (!decoder.all) {
    const out = new Float32Array(known.length * size);
    const own = Int32Array.from({ length: size }, (_, node) => node);
    for (const [i, node] of known.entries()) {
      const other = new Int32Array(size).fill(node);
      const [source, target] = side === 'target' ? [other, own] : [own, other];
      const pairs = { source, target, relation: new Int32Array(size).fill(relation[i]!) };
      out.set(await scoresOfPairs(decoder, states, edgeTypes, pairs, run), i * size);
    }
    return out;
  }
  const rows = new Float32Array(known.length * width);
  for (const [i, node] of known.entries()) {
    const own = values.get(edgeTypes[relation[i]!]![asked])!;
    rows.set(own.subarray(node * width, (node + 1) * width), i * width);
  }
  const scores = tidy(
    () => decoder.all!(tensor2d(rows, [known.length, width]), relation, tensor2d(all, [size, width])) as Tensor2D,
  );
  const out = ((await scores.data()) as Float32Array).slice();
  scores.dispose();
  return out;
}
