import type { LearnedPart } from './types.js';

/** Whole numbers from one to another, which is not among them. */
export function rowsFrom(from: number, to: number): Int32Array {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}

/** The rows of two parts, one after the other. */
export function joinParts(first: LearnedPart, second: LearnedPart): LearnedPart {
  const numbers = (a: Float64Array, b: Float64Array) => {
    const out = new Float64Array(a.length + b.length);
    out.set(a);
    out.set(b, a.length);
    return out;
  };
  const untilOf = ({ anchors }: LearnedPart) => anchors.seenUntil ?? anchors.times;
  const isOld = first.anchors.seenUntil !== undefined || second.anchors.seenUntil !== undefined;
  return {
    anchors: {
      table: first.anchors.table,
      rows: Int32Array.from([...first.anchors.rows, ...second.anchors.rows]),
      times: numbers(first.anchors.times, second.anchors.times),
      labels: numbers(first.anchors.labels, second.anchors.labels),
      ...(isOld ? { seenUntil: numbers(untilOf(first), untilOf(second)) } : {}),
    },
    features: first.features.map((feature, i) => ({
      ...feature,
      values: numbers(feature.values, second.features[i]!.values),
    })),
  };
}
