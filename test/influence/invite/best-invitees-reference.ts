import type { SimpleRows } from '../../../src/influence/invite/simple-rows.js';

/** Every choice of min(k, all) true invitees, first in lexicographic order: the reference. */
export function bestInviteesReference({ indptr, indices }: SimpleRows, k: number, inviter: number): readonly number[] {
  const row = (v: number) => [...indices.subarray(indptr[v]!, indptr[v + 1]!)];
  const choices = (list: readonly number[], count: number): number[][] =>
    count === 0 ? [[]] : list.flatMap((v, i) => choices(list.slice(i + 1), count - 1).map((rest) => [v, ...rest]));
  const reach = (chosen: readonly number[]) => new Set(chosen.flatMap((v) => [v, ...row(v)])).size;
  const all = choices(row(inviter), Math.min(k, row(inviter).length));
  const most = Math.max(...all.map(reach));
  return all.find((chosen) => reach(chosen) === most)!;
}
