import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { addAll, makeTensor, meanOf, type Parameter, type Tensor2D } from '../../tensor/index.js';
import type { Convolution, ConvolutionOptions } from '../convolutions/convolution.js';
import { type ForwardMode, parametersOf } from '../layer.js';
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
import type { RelationSchema } from '../messages/relation.js';

export interface HeteroConvOptions extends HeteroLayerOptions {
  /** Makes the layer of a relation, from options that fit: name, seed, widths. */
  readonly convolution: (options: ConvolutionOptions, relation: RelationSchema) => Convolution;
  /** How what the relations give is joined; default 'sum'. */
  readonly aggregate?: 'sum' | 'mean';
}

const optionsSchema = z.strictObject({
  ...heteroLayerSchema,
  convolution: option.callback,
  aggregate: z.optional(z.enum(['sum', 'mean'])),
});

/**
 * Any layer for one relation, made once per relation of a typed graph; what goes into a node type is added up, or averaged. A node type
 * into which no relation goes gets a linear map of its own states; one whose relations a graph lacks gets zeros.
 *
 * @example
 * const layer = new HeteroConv({ ...options, convolution: (each) => new Sage(each) });
 */
export class HeteroConv implements HeteroLayer {
  readonly parameters: readonly Parameter[];
  readonly #convolutions: ReadonlyMap<string, Convolution>;
  readonly #selves: ReadonlyMap<string, Linear>;
  readonly #outputTypes: readonly string[];
  readonly #outputWidth: number;
  readonly #join: (parts: readonly Tensor2D[]) => Tensor2D;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HeteroConvOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, schema, inputWidth, outputWidth, outputTypes = schema.nodeTypes, convolution } = options;
    const relations = relationsInto(options);
    this.#outputTypes = outputTypes;
    this.#outputWidth = outputWidth;
    this.#join = options.aggregate === 'mean' ? meanOf : addAll;
    this.#convolutions = new Map(
      relations.map((relation) => {
        const each = { name: `${name}/${relation.name}`, seed, inputWidth, outputWidth };
        return [relation.name, convolution(each, relation)];
      }),
    );
    const alone = outputTypes.filter((type) => !relations.some(({ target }) => target === type));
    this.#selves = new Map(
      alone.map((type) => [type, new Linear({ name: `${name}/${type}`, seed, inputWidth, outputWidth })]),
    );
    this.parameters = parametersOf([...this.#convolutions.values(), ...this.#selves.values()]);
  }

  forward(x: HeteroTensors, graph: MessageGraph, mode: ForwardMode): HeteroTensors {
    return new Map(
      this.#outputTypes.map((type) => {
        const own = inputOf(x, type);
        const parts = knownInto(graph, type, this.#convolutions).map((relation) =>
          this.#convolutions.get(relation.name)!.forward(inputOf(x, relation.source), own, relation, mode),
        );
        return [type, parts.length > 0 ? this.#join(parts) : this.#alone(type, own)];
      }),
    );
  }

  /** What a node type gets into which no relation of the graph goes: zeros where only this graph lacks them. */
  #alone(type: string, own: Tensor2D): Tensor2D {
    return this.#selves.get(type)?.forward(own) ?? makeTensor([own.shape[0], this.#outputWidth], () => {});
  }

  dispose(): void {
    for (const part of [...this.#convolutions.values(), ...this.#selves.values()]) part.dispose();
  }
}
