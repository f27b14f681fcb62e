import type { RunOptions } from '../../../core/index.js';
import { probabilities } from '../../../training/index.js';
import type { PlannedFeature } from '../../features/plan.js';
import { meanOf } from '../mean.js';
import type { AskedPart, Forecaster, ForecasterState } from '../types.js';
import { chunkedAnchors } from './anchor-groups.js';
import { BatchMaker } from './batch.js';
import { type Scalings, scaleBatch } from './batch-source.js';
import type { ModelShape, TemporalNetwork } from './model.js';
import { neighboursOf } from './neighbours.js';
import type { NetworkPlan } from './network-plan.js';
import { readsOf } from './reads.js';
import { type Labels, outputsOf } from './task.js';

/** What a network was made and trained with, as plain data. */
export interface NetworkMade {
  readonly plan: NetworkPlan;
  readonly scalings: Scalings;
  readonly shape: ModelShape;
  readonly labels: Labels;
}

export function weightsName(copy: number, parameter: number): string {
  return `weights-${copy}-${parameter}`;
}

/** Anchors that are computed at once. */
const BATCH = 512;

/** The mean of what several networks forecast. */
export class NetworkForecaster implements Forecaster {
  /** It reads the database itself. */
  readonly used: ReadonlySet<string> = new Set();
  readonly reads: readonly PlannedFeature[];
  readonly #made: NetworkMade;
  readonly #models: readonly TemporalNetwork[];

  constructor(made: NetworkMade, models: readonly TemporalNetwork[]) {
    this.#made = made;
    this.#models = models;
    this.reads = readsOf(made.plan);
  }

  async predict({ database, anchors }: AskedPart, run: RunOptions = {}): Promise<Float64Array> {
    const { plan, scalings, labels } = this.#made;
    const { kind, numClasses, middle, spread } = labels;
    const maker = new BatchMaker(neighboursOf(database, plan), plan);
    const groups = chunkedAnchors(anchors, BATCH);
    const batch = (group: number) => {
      const made = maker.make(anchors, groups[group]!);
      scaleBatch(made, scalings);
      return made;
    };
    const rows = Int32Array.from(anchors.rows, (_, i) => i);
    const all = await outputsOf(this.#models, { anchors, groups, batch }, numClasses, run);
    return meanOf(
      all.map((outputs) =>
        kind === 'numbers'
          ? Float64Array.from(outputs, (value) => middle + spread * value)
          : probabilities({ logits: outputs, rows, numClasses }, 'single'),
      ),
    );
  }

  async state(): Promise<ForecasterState> {
    const { plan, scalings, shape, labels } = this.#made;
    const weights = await Promise.all(
      this.#models.flatMap(({ parameters }, copy) =>
        parameters.map(async (parameter, i) => [weightsName(copy, i), await parameter.read()] as const),
      ),
    );
    const { middle, spread } = labels;
    return {
      data: { plan, scalings, hidden: shape.hidden, middle, spread, copies: this.#models.length },
      arrays: Object.fromEntries(weights),
    };
  }

  dispose(): void {
    for (const model of this.#models) model.dispose();
  }
}
