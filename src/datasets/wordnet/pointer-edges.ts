import type { EdgeType } from '../../graph/index.js';
import { malformedRow } from '../base/malformed.js';
import { partsOfSpeech, pointers } from './relations.js';
import { type Synsets, symbols } from './synsets.js';

/** The edges of a relation, ascending by source, then target, each pair once. */
export interface PointerEdges {
  readonly type: EdgeType;
  readonly source: Int32Array;
  readonly target: Int32Array;
  /** The relation that holds exactly these pairs reversed. */
  inverse?: EdgeType;
}

const numParts = partsOfSpeech.length;

/**
 * A relation for every kind of pointer and pair of ends, in order of first appearance; pointers between words count as
 * pointers between their synsets. O(P log N) for P pointers.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW where a pointer leads nowhere
 */
export function pointerEdges(parts: readonly Synsets[]): PointerEdges[] {
  const relations = new Map<number, { count: number; filled: number }>();
  for (const [p, { pointerSymbols, pointerParts }] of parts.entries()) {
    for (let i = 0; i < pointerSymbols.length; i++) {
      const key = keyOf(p, pointerSymbols.at(i), pointerParts.at(i));
      const relation = relations.get(key);
      if (relation) relation.count++;
      else relations.set(key, { count: 1, filled: 0 });
    }
  }
  const ends = new Map(
    [...relations].map(([key, { count }]) => [
      key,
      { source: new Int32Array(count), target: new Int32Array(count), filled: 0 },
    ]),
  );
  for (const [p, synsets] of parts.entries()) {
    const { pointerRows, pointerSymbols, pointerParts } = synsets;
    for (let i = 0; i < pointerRows.length; i++) {
      const to = targetRow(parts, synsets, i);
      const into = ends.get(keyOf(p, pointerSymbols.at(i), pointerParts.at(i)))!;
      into.source[into.filled] = pointerRows.at(i);
      into.target[into.filled++] = to;
    }
  }
  const edges = new Map<number, PointerEdges>();
  for (const [key, { source, target }] of ends)
    edges.set(key, { type: typeOf(key), ...withoutRepeats(source, target) });
  for (const [key, each] of edges) {
    const inverse = edges.get(inverseKey(key));
    if (inverse && isInverse(each, inverse)) each.inverse = inverse.type;
  }
  return [...edges.values()];
}

function keyOf(part: number, symbol: number, otherPart: number): number {
  return (part * symbols.length + symbol) * numParts + otherPart;
}

function partsOf(key: number): [part: number, symbol: number, otherPart: number] {
  const rest = Math.floor(key / numParts);
  return [Math.floor(rest / symbols.length), rest % symbols.length, key % numParts];
}

function typeOf(key: number): EdgeType {
  const [part, symbol, other] = partsOf(key);
  return [partsOfSpeech[part]!.nodeType, pointers[symbols[symbol]!]!.relation, partsOfSpeech[other]!.nodeType];
}

/** Key of the relation that may be the inverse, -1 where WordNet stores none. */
function inverseKey(key: number): number {
  const [part, symbol, other] = partsOf(key);
  const { inverse } = pointers[symbols[symbol]!]!;
  return inverse === undefined ? -1 : keyOf(other, symbols.indexOf(inverse), part);
}

function targetRow(parts: readonly Synsets[], from: Synsets, pointer: number): number {
  const offset = from.pointerOffsets.at(pointer);
  const { offsets, part } = parts[from.pointerParts.at(pointer)]!;
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets.at(middle) < offset) low = middle + 1;
    else high = middle;
  }
  if (offsets.length > 0 && offsets.at(low) === offset) return low;
  const symbol = symbols[from.pointerSymbols.at(pointer)]!;
  const line = from.lines.at(from.pointerRows.at(pointer));
  throw malformedRow(from.source, line, `its pointer ${symbol} leads to ${offset}, which no ${part.nodeType} has`);
}

/** Sources ascend already; the few targets of each are sorted in place, and repeats left out. */
function withoutRepeats(source: Int32Array, target: Int32Array): { source: Int32Array; target: Int32Array } {
  let kept = 0;
  for (let start = 0; start < source.length; ) {
    let end = start + 1;
    while (end < source.length && source[end] === source[start]) end++;
    target.subarray(start, end).sort();
    for (let i = start; i < end; i++) {
      if (i > start && target[i] === target[i - 1]) continue;
      source[kept] = source[start]!;
      target[kept++] = target[i]!;
    }
    start = end;
  }
  return { source: source.slice(0, kept), target: target.slice(0, kept) };
}

/** Both hold each pair once, so that equal counts and inclusion make them equal. */
function isInverse(one: PointerEdges, other: PointerEdges): boolean {
  if (one.source.length !== other.source.length) return false;
  for (let i = 0; i < one.source.length; i++) if (!hasPair(other, one.target[i]!, one.source[i]!)) return false;
  return true;
}

function hasPair({ source, target }: PointerEdges, from: number, to: number): boolean {
  let low = 0;
  let high = source.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const isBefore = source[middle]! < from || (source[middle] === from && target[middle]! < to);
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low < source.length && source[low] === from && target[low] === to;
}
