import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import { addAll, linear, makeTensor, meanOf, type Parameter, scale, type Tensor2D } from '../../tensor/index.js';
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
import { meanMessagesInto } from '../messages/mean-messages.js';
import type { MessageGraph } from '../messages/message-graph.js';
import type { MessageRelation, RelationSchema } from '../messages/relation.js';

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
  readonly #isMean: boolean;

  /** @throws {HeteroGraphError} INVALID_OPTION */
  constructor(options: HeteroConvOptions) {
    checkOptions(optionsSchema, options);
    const { name, seed, schema, inputWidth, outputWidth, outputTypes = schema.nodeTypes, convolution } = options;
    const relations = relationsInto(options);
    this.#outputTypes = outputTypes;
    this.#outputWidth = outputWidth;
    this.#isMean = options.aggregate === 'mean';
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
        const relations = knownInto(graph, type, this.#convolutions);
        if (relations.length === 0) return [type, this.#alone(type, own)];
        const together = relations.length > 1 ? this.#together(relations, x, own, graph) : undefined;
        if (together) return [type, this.#isMean ? scale(together, 1 / relations.length) : together];
        const parts = relations.map((relation) =>
          this.#convolutions.get(relation.name)!.forward(inputOf(x, relation.source), own, relation, mode),
        );
        return [type, this.#isMean ? meanOf(parts) : addAll(parts)];
      }),
    );
  }

  /** The sum over relations where maps of means are all that the convolutions are. */
  #together(
    relations: readonly MessageRelation[],
    x: HeteroTensors,
    own: Tensor2D,
    graph: MessageGraph,
  ): Tensor2D | undefined {
    const maps = new Map(relations.map(({ name }) => [name, this.#convolutions.get(name)!.ofMeans]));
    const all = [...maps.values()].filter((each) => each !== undefined);
    if (all.length < relations.length) return undefined;
    const [weights, biases] = (['weight', 'bias'] as const).map((part) => all.map(({ self }) => self[part].value));
    const mine = linear(own, addAll(weights!), addAll(biases!));
    const weightOf = (name: string) => maps.get(name)!.neighbours.value as Tensor2D;
    return addAll([mine, ...meanMessagesInto(graph, relations, x, weightOf)]);
  }

  /** What a node type gets into which no relation of the graph goes: zeros where only this graph lacks them. */
  #alone(type: string, own: Tensor2D): Tensor2D {
    return this.#selves.get(type)?.forward(own) ?? makeTensor([own.shape[0], this.#outputWidth], () => {});
  }

  dispose(): void {
    for (const part of [...this.#convolutions.values(), ...this.#selves.values()]) part.dispose();
  }
}
