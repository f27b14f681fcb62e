import { type RunOptions, withPauses } from '../../core/index.js';
import type { Database } from '../database/types.js';
import { columnOfFeature } from '../leaks/column-of-feature.js';
import { tellingColumns } from '../leaks/telling-columns.js';
import type { Leak } from '../leaks/types.js';
import { writtenLater } from '../leaks/written-later.js';
import type { Learner } from '../learners/types.js';
import type { ForecastTask } from '../tasks/types.js';
import { PartSource, type SourceOptions } from './part-source.js';

/**
 * The parts of a task without the columns that tell what comes after, and which these are.
 *
 * @param keep columns that are taken all the same, as `table.column`
 * @throws {HeteroGraphError} ABORTED
 */
export async function withoutLeaks(
  database: Database,
  task: ForecastTask,
  learners: readonly Learner[],
  { keep, numClasses, ...options }: SourceOptions & { readonly keep: readonly string[]; readonly numClasses: number },
): Promise<{ readonly sources: PartSource; readonly leaks: readonly Leak[] }> {
  const kept = new Set(keep);
  const { features = {}, run } = options;
  const leaks: Leak[] = [];
  const widest = learners
    .map(looking)
    .reduce<Learner | undefined>((a, b) => (a && widthOf(a) >= widthOf(b) ? a : b), undefined);
  // A plan without some columns has room for others.
  for (;;) {
    const omit = [...(features.omit ?? []), ...leaks.map(({ column }) => column)];
    const sources = new PartSource(database, task, { ...options, features: { ...features, omit } });
    const plan = sources.planFor(widest ?? {});
    const inputs = new Set(plan.features.flatMap((each) => columnOfFeature(database, task.table, each) ?? []));
    const { train, valid } = sources.seen;
    const isLooked = (table: string, column: string) => {
      const name = `${table}.${column}`;
      return inputs.has(name) && !kept.has(name);
    };
    const later = await withPauses(writtenLater(database, [train, valid], isLooked, run.onProgress), run.signal);
    const found =
      later.length === 0 && widest ? await telling(database, task, sources, widest, numClasses, kept, run) : later;
    if (found.length === 0) return { sources, leaks };
    leaks.push(...found);
  }
}

async function telling(
  database: Database,
  { kind }: ForecastTask,
  sources: PartSource,
  learner: Learner,
  numClasses: number,
  kept: ReadonlySet<string>,
  { signal, onProgress }: RunOptions,
): Promise<Leak[]> {
  const [train, valid] = [await sources.train(learner), await sources.valid(learner)];
  const at = { kind, numClasses, plan: sources.planFor(learner), train, valid };
  return withPauses(tellingColumns(database, at, kept, onProgress), signal);
}

/** A learner that reads the database itself may read the columns of all features. */
function looking({ maxFeatures, ...learner }: Learner): Learner {
  return maxFeatures === undefined || (maxFeatures === 0 && learner.level === 'learned')
    ? learner
    : { ...learner, maxFeatures };
}

function widthOf({ level, maxFeatures = Number.POSITIVE_INFINITY }: Learner): number {
  return level === 'constant' ? 0 : maxFeatures;
}
