import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import { addAll, type Parameter } from '../../tensor/index.js';
import { spmmLinear } from '../convolutions/sage.js';
import type { ForwardMode } from '../layer.js';
import { Linear } from '../linear.js';
import {
  type HeteroLayer,
  type HeteroLayerOptions,
  type HeteroTensors,
  heteroLayerSchema,
  inputOf,
  knownInto,
  relationsInto,
} from '../messages/hetero-layer.js';
import type { MessageGraph } from '../messages/message-graph.js';
import { RelationWeights, type RelationWeightsKind } from './relation-weights.js';

export interface RGcnOptions extends HeteroLayerOptions {
  /** Share the relations' matrices as sums of so many; default: each relation has its own. */
  readonly bases?: number;
  /** Make the relations' matrices block-diagonal of so many blocks, which divides both widths. */
  readonly blocks?: number;
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  bases: z.optional(option.count),
  blocks: z.optional(option.count),
});

/**
 * Relational graph convolution (Schlichtkrull et al., "Modeling Relational Data with Graph Convolutional Networks", ESWC 2018):
 *
 *     h_i = W_0 x_i + b + SUM_r 1/|N_r(i)| SUM_{j in N_r(i)} W_r x_j
 *
 * without activation. A node without neighbours along a relation gets nothing from it.
 */
export class RGcn implements HeteroLayer {
  readonly parameters: readonly Parameter[];
  readonly #options: RGcnOptions;
  readonly #self: Linear;
  readonly #weights: RelationWeights;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: RGcnOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, inputWidth, outputWidth, bases, blocks } = options;
    this.#options = options;
    this.#self = new Linear({ name: `${name}/self`, seed, inputWidth, outputWidth });
    this.#weights = new RelationWeights({
      ...{ name, seed, inputWidth, outputWidth, kind: kindOf(options, bases, blocks) },
      relations: relationsInto(options).map((relation) => relation.name),
    });
    this.parameters = [...this.#self.parameters, ...this.#weights.parameters];
  }

  forward(x: HeteroTensors, graph: MessageGraph, _mode: ForwardMode): HeteroTensors {
    const names = relationsInto(this.#options).map(({ name }) => name);
    const weights = this.#weights.all();
    const { schema, outputTypes = schema.nodeTypes } = this.#options;
    return new Map(
      outputTypes.map((type) => {
        const messages = knownInto(graph, type, new Set(names)).map(({ name, source, mean }) => {
          const weight = weights[names.indexOf(name)]!;
          return spmmLinear(mean, inputOf(x, source), weight);
        });
        return [type, addAll([this.#self.forward(inputOf(x, type)), ...messages])];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

function kindOf(
  { inputWidth, outputWidth }: RGcnOptions,
  bases: number | undefined,
  blocks: number | undefined,
): RelationWeightsKind {
  if (bases !== undefined && blocks !== undefined) {
    throw new HeteroGraphError('INVALID_OPTION', 'Both bases and blocks are given.', {
      column: 'blocks',
      hint: 'Give one of them.',
    });
  }
  if (bases !== undefined) return { kind: 'basis', count: bases };
  if (blocks === undefined) return { kind: 'full' };
  if (inputWidth % blocks === 0 && outputWidth % blocks === 0) return { kind: 'block', count: blocks };
  throw new HeteroGraphError('INVALID_OPTION', `${blocks} blocks do not divide ${inputWidth} and ${outputWidth}.`, {
    column: 'blocks',
    hint: 'Choose a number that divides both widths.',
  });
}
