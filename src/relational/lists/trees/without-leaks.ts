import { type RunOptions, withPauses } from '../../../core/index.js';
import type { Database } from '../../database/types.js';
import type { Anchors } from '../../features/types.js';
import { columnOfFeature } from '../../leaks/column-of-feature.js';
import type { Leak } from '../../leaks/types.js';
import { writtenLater } from '../../leaks/written-later.js';
import type { ListHistory } from '../history/history.js';
import { type PairPlan, planPairs } from '../pairs/plan.js';
import type { ListAnchors, ListTask } from '../task/types.js';

/**
 * The features of pairs without the columns that were written after their rows, as dates and rows that come later show, and which these are.
 *
 * @param keep columns that are taken all the same, as `table.column`
 */
export async function planWithoutLeaks(
  database: Database,
  history: ListHistory,
  { train, valid, validFrom }: Pick<ListTask, 'train' | 'valid' | 'validFrom'>,
  keep: readonly string[],
  { signal, onProgress }: RunOptions,
): Promise<{ readonly plan: PairPlan; readonly leaks: readonly Leak[] }> {
  const { table } = history.question.items;
  const anchors = [train, valid, ...(table ? [takenItems(train, table.name), takenItems(valid, table.name)] : [])];
  const kept = new Set(keep);
  const leaks: Leak[] = [];
  // A plan without some columns has room for others.
  for (;;) {
    const plan = planPairs(database, history, { fitUntil: validFrom, omit: leaks.map(({ column }) => column) });
    const inputs = new Set(
      [plan.entity, ...(plan.item ? [plan.item] : [])].flatMap(({ table: of, features }) =>
        features.flatMap((feature) => columnOfFeature(database, of, feature) ?? []),
      ),
    );
    for (const name of plan.attributes) inputs.add(`${table!.name}.${name}`);
    const isLooked = (of: string, column: string) => {
      const name = `${of}.${column}`;
      return inputs.has(name) && !kept.has(name);
    };
    const found = await withPauses(writtenLater(database, anchors, isLooked, onProgress), signal);
    if (found.length === 0) return { plan, leaks };
    leaks.push(...found);
  }
}

/** The items that were linked to, at the anchors before. */
function takenItems({ offsets, items, times, seenUntil = times }: ListAnchors, table: string): Anchors {
  const anchors = new Int32Array(items.length);
  for (let i = 0; i + 1 < offsets.length; i++) anchors.fill(i, offsets[i], offsets[i + 1]);
  return {
    ...{ table, rows: items },
    times: Float64Array.from(anchors, (i) => times[i]!),
    seenUntil: Float64Array.from(anchors, (i) => seenUntil[i]!),
  };
}
