import { RandomStream, type RunOptions } from '../../core/index.js';
import { DAY } from '../aggregates/spans.js';
import type { Database } from '../database/types.js';
import { computeFeatures } from '../features/compute-features.js';
import type { FeaturePlan } from '../features/plan.js';
import { type PlanOptions, planFeatures } from '../features/plan-features.js';
import { columnOfFeature } from '../leaks/column-of-feature.js';
import { joinParts } from '../learners/join-parts.js';
import type { DatabaseReads, LearnedPart, Learner } from '../learners/types.js';
import { seenUnder } from '../tasks/see.js';
import type { ForecastTask, LabelledAnchors, Protocol } from '../tasks/types.js';

export interface SourceOptions {
  readonly protocol: Protocol;
  readonly seed: number;
  readonly features: Omit<PlanOptions, 'horizonDays' | 'fitUntil'> | undefined;
  readonly run: RunOptions;
}

/** Numbers that the features of what is learned from hold at most, between the least and the most features. */
const CELLS = 20_000_000;
const FEATURES = { least: 400, most: 1000 };

/** Features by default: as many as fit where there are few anchors, since those of longer paths still tell something. */
function mostFeatures({ train, valid }: Pick<ForecastTask, 'train' | 'valid'>): number {
  const fitting = Math.floor(CELLS / Math.max(1, train.rows.length + valid.rows.length));
  return Math.min(FEATURES.most, Math.max(FEATURES.least, fitting));
}

/** The parts of a task with the features that a learner wants, each computed once. */
export class PartSource {
  readonly #database: Database;
  readonly #task: ForecastTask;
  /** With what each anchor may see. */
  readonly seen: ForecastTask;
  readonly #options: SourceOptions;
  readonly #plan: FeaturePlan;
  readonly #plans = new Map<number | undefined, FeaturePlan>();
  readonly #made = new Map<string, Promise<LearnedPart>>();

  constructor(database: Database, task: ForecastTask, options: SourceOptions) {
    this.#database = database;
    this.#task = task;
    this.seen = seenUnder(task, options.protocol);
    this.#options = options;
    this.#plan = this.#planned();
  }

  /** What a learner has of the plan. */
  planFor({ maxFeatures }: Pick<Learner, 'maxFeatures'>): FeaturePlan {
    if (maxFeatures === undefined || this.#plan.features.length <= maxFeatures) return this.#plan;
    const plan =
      this.#plans.get(maxFeatures) ??
      (maxFeatures === 0 ? { ...this.#plan, features: [] } : this.#planned(maxFeatures));
    this.#plans.set(maxFeatures, plan);
    return plan;
  }

  /** The columns that features are made of: where some tell what comes after, those are found out. */
  get reads(): DatabaseReads {
    const { table, features } = this.#plan;
    const columns = features.flatMap((feature) => columnOfFeature(this.#database, table, feature) ?? []);
    return { columns: new Set(columns), omit: new Set(this.#options.features?.omit) };
  }

  train(learner: Learner): Promise<LearnedPart> {
    const { valid, train } = this.seen;
    return learner.isStale
      ? this.#part('stale train', this.#aged(train, valid), learner)
      : this.#part('train', train, learner);
  }

  valid(learner: Learner): Promise<LearnedPart> {
    return this.#part('valid', this.seen.valid, learner);
  }

  test(learner: Learner): Promise<LearnedPart> {
    return this.#part('test', this.seen.test, learner);
  }

  /** Both, as they are seen when the test begins: each anchor with all up to itself, or with an old history. */
  async trainAndValid(learner: Learner): Promise<LearnedPart> {
    const { train, valid } = this.#task;
    if (!learner.isStale) {
      const isSame = this.#options.protocol === 'rolling';
      return joinParts(
        await this.train(learner),
        isSame ? await this.valid(learner) : await this.#part('fresh valid', valid, learner),
      );
    }
    const { test } = this.seen;
    return joinParts(
      await this.#part('staler train', this.#aged(train, test), learner),
      await this.#part('stale valid', this.#aged(valid, test), learner),
    );
  }

  #planned(most = Number.POSITIVE_INFINITY): FeaturePlan {
    const { features = {} } = this.#options;
    return planFeatures(this.#database, this.#task.table, {
      ...features,
      maxFeatures: Math.min(most, features.maxFeatures ?? mostFeatures(this.#task)),
      horizonDays: this.#task.horizon / DAY,
      fitUntil: this.#task.validFrom,
    });
  }

  /** Anchors whose last days are hidden: of each as many as are drawn evenly, up to the most that the others lack. */
  #aged(anchors: LabelledAnchors, { times, seenUntil = times }: LabelledAnchors): LabelledAnchors {
    const most = times.reduce((longest, time, i) => Math.max(longest, time - seenUntil[i]!), 0);
    const { seed } = this.#options;
    // By row and time, so that the order of the anchors changes nothing.
    const share = (i: number) =>
      new RandomStream(seed, 'staleness', anchors.rows[i]!, anchors.times[i]!).nextInt(2 ** 30) / 2 ** 30;
    return { ...anchors, seenUntil: anchors.times.map((time, i) => time - share(i) * most) };
  }

  #part(name: string, anchors: LabelledAnchors, learner: Learner): Promise<LearnedPart> {
    const plan = this.planFor(learner);
    const key = `${name} ${plan === this.#plan ? 'all' : learner.maxFeatures}`;
    const known = this.#made.get(key);
    if (known) return known;
    const made = computeFeatures(this.#database, plan, anchors, this.#options.run).then((features) => ({
      anchors,
      features,
    }));
    this.#made.set(key, made);
    return made;
  }
}
