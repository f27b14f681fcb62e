import { type RunOptions, throwIfAborted, yieldToEventLoop } from '../../../core/index.js';
import type { Anchors } from '../../features/types.js';
import type { LabelledAnchors } from '../../tasks/types.js';
import type { Batch, BatchMaker } from './batch.js';
import { fitScaling, type Scaling, scale } from './scaling.js';

/** How the inputs of states are scaled, as plain data. */
export interface Scalings {
  readonly self: Scaling;
  readonly relations: readonly Scaling[];
}

/** Numbers of batches that are kept, 256 MiB; what is beyond is made anew in every epoch. */
const MOST_KEPT = 2 ** 26;

/** Anchors batch by batch. */
export interface AnchorBatches {
  readonly anchors: Anchors;
  /** Places of the anchors of each batch. */
  readonly groups: readonly Int32Array[];
  batch(group: number): Batch;
}

/** The batches of some anchors, scaled. */
export class BatchSource implements AnchorBatches {
  readonly anchors: LabelledAnchors;
  readonly groups: readonly Int32Array[];
  readonly scalings: Scalings;
  readonly #maker: BatchMaker;
  readonly #kept: readonly Batch[];

  private constructor(
    maker: BatchMaker,
    anchors: LabelledAnchors,
    groups: readonly Int32Array[],
    kept: readonly Batch[],
    scalings: Scalings,
  ) {
    this.anchors = anchors;
    this.groups = groups;
    this.scalings = scalings;
    this.#maker = maker;
    this.#kept = kept;
  }

  /** @param scalings default: fitted on the batches that are kept */
  static async make(
    maker: BatchMaker,
    anchors: LabelledAnchors,
    groups: readonly Int32Array[],
    scalings: Scalings | undefined,
    { signal }: RunOptions,
  ): Promise<BatchSource> {
    const kept: Batch[] = [];
    let size = 0;
    for (let g = 0; g < groups.length && size < MOST_KEPT; g++) {
      await yieldToEventLoop();
      throwIfAborted(signal);
      const batch = maker.make(anchors, groups[g]!);
      size += batch.self.length + batch.relations.reduce((sum, { inputs }) => sum + inputs.length, 0);
      kept.push(batch);
    }
    const own = scalings ?? fitScalings(kept, maker.widths);
    for (const batch of kept) scaleBatch(batch, own);
    return new BatchSource(maker, anchors, groups, kept, own);
  }

  batch(group: number): Batch {
    const kept = this.#kept[group];
    if (kept) return kept;
    const made = this.#maker.make(this.anchors, this.groups[group]!);
    scaleBatch(made, this.scalings);
    return made;
  }
}

function fitScalings(batches: readonly Batch[], widths: BatchMaker['widths']): Scalings {
  return {
    self: fitScaling(
      batches.map(({ self }) => self),
      widths.self,
    ),
    relations: widths.relations.map((width, r) =>
      fitScaling(
        batches.flatMap(({ relations }) => (relations[r]!.weights.indices.length > 0 ? [relations[r]!.inputs] : [])),
        width,
      ),
    ),
  };
}

/** In place. */
export function scaleBatch({ self, relations }: Batch, scalings: Scalings): void {
  scale(self, scalings.self);
  for (const [r, { inputs }] of relations.entries()) scale(inputs, scalings.relations[r]!);
}
