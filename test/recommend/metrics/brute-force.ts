/** Figures of one list by their definitions, as slowly and plainly as they can be written. NaN where nothing is relevant. */

type List = readonly number[];

const isHit = (list: List, relevant: List, k: number): boolean[] =>
  Array.from({ length: k }, (_, place) => place < list.length && relevant.includes(list[place]!));
const count = (hits: readonly boolean[]) => hits.filter(Boolean).length;

export function precision(list: List, relevant: List, k: number): number {
  return relevant.length === 0 ? Number.NaN : count(isHit(list, relevant, k)) / k;
}

export function recall(list: List, relevant: List, k: number): number {
  return count(isHit(list, relevant, k)) / relevant.length;
}

export function hitRate(list: List, relevant: List, k: number): number {
  return relevant.length === 0 ? Number.NaN : Number(isHit(list, relevant, k).includes(true));
}

export function ndcg(list: List, relevant: List, k: number): number {
  const gain = (hits: readonly boolean[]) =>
    hits.reduce((sum, hit, place) => sum + (hit ? Math.LN2 / Math.log(place + 2) : 0), 0);
  const best = Array.from({ length: k }, (_, place) => place < relevant.length);
  return gain(isHit(list, relevant, k)) / gain(best);
}

export function averagePrecision(list: List, relevant: List, k: number): number {
  const hits = isHit(list, relevant, k);
  const precisions = hits.flatMap((hit, place) => (hit ? [count(hits.slice(0, place + 1)) / (place + 1)] : []));
  return precisions.reduce((a, b) => a + b, 0) / Math.min(k, relevant.length);
}

export function reciprocalRank(list: List, relevant: List, k: number): number {
  if (relevant.length === 0) return Number.NaN;
  const first = isHit(list, relevant, k).indexOf(true);
  return first < 0 ? 0 : 1 / (first + 1);
}

/** Over all pairs of a relevant item and another one: which is ranked first; half where both are beyond the list. */
export function auc(list: List, relevant: List, k: number, numItems: number): number {
  const items = Array.from({ length: numItems }, (_, item) => item);
  const place = (item: number) => {
    const at = list.slice(0, k).indexOf(item);
    return at < 0 ? k : at;
  };
  const pairs = relevant.flatMap((good) =>
    items.filter((item) => !relevant.includes(item)).map((bad) => [place(good), place(bad)] as const),
  );
  const right = pairs.map(([good, bad]) => (good < bad ? 1 : good === bad ? 0.5 : 0));
  return right.reduce<number>((a, b) => a + b, 0) / pairs.length;
}
