import { linear, Parameter, sliceRows, type Tensor2D } from '../../tensor/index.js';
import { type LayerOptions, parametersOf } from '../layer.js';
import type { MessageGraph } from '../messages/message-graph.js';
import { MetaMatrices } from './meta-matrices.js';
import { type SchemaVectors, stackedVectors } from './schema-vectors.js';
import type { StateMap } from './state-maps.js';

export interface MetaMapsOptions extends LayerOptions {
  readonly inputWidth: number;
  readonly outputWidth: number;
  readonly heads: number;
  readonly vectors: SchemaVectors;
  readonly textWidth: number;
  readonly bases: number;
}

/** Of a node type. */
export interface TypeMaps {
  readonly queries: StateMap;
  readonly keys: StateMap;
  readonly values: StateMap;
  readonly outputs: StateMap;
  /** [1, 1], share of the new state before the sigmoid; undefined where widths differ. */
  readonly skip: Tensor2D | undefined;
}

/** Of a relation: matrices [d, d] of a head's states that all heads share, and a factor per head, [1, H]. */
export interface RelationMaps {
  readonly attention: Tensor2D;
  readonly message: Tensor2D;
  readonly prior: Tensor2D;
}

const PARTS = ['queries', 'keys', 'values', 'outputs'] as const;

/** What a `MetaHgt` generates from the vectors of node types and relations. */
export class MetaMaps {
  readonly parameters: readonly Parameter[];
  readonly #options: MetaMapsOptions;
  readonly #types: Readonly<Record<(typeof PARTS)[number], MetaMatrices>>;
  readonly #relations: Readonly<Record<'attention' | 'message', MetaMatrices>>;
  readonly #prior: FromOne;
  readonly #skip: FromOne | undefined;

  constructor(options: MetaMapsOptions) {
    this.#options = options;
    const { name, seed, inputWidth, outputWidth, heads, textWidth, bases } = options;
    const generator = (part: string, from: number, to: number, bias: boolean) =>
      new MetaMatrices({ name: `${name}/${part}`, seed, inputWidth: from, outputWidth: to, bias, textWidth, bases });
    const maps = (part: string, from = inputWidth) => generator(part, from, outputWidth, true);
    const d = outputWidth / heads;
    this.#types = {
      queries: maps('queries'),
      keys: maps('keys'),
      values: maps('values'),
      outputs: maps('outputs', outputWidth),
    };
    this.#relations = { attention: generator('attention', d, d, false), message: generator('message', d, d, false) };
    this.#prior = new FromOne(`${name}/prior`, textWidth, heads);
    this.#skip = inputWidth === outputWidth ? new FromOne(`${name}/skip`, textWidth, 1) : undefined;
    this.parameters = parametersOf([
      ...Object.values(this.#types),
      ...Object.values(this.#relations),
      this.#prior,
      ...(this.#skip ? [this.#skip] : []),
    ]);
  }

  /** By node type. @throws {HeteroGraphError} MODEL_MISMATCH where one has no vector. The caller tidies. */
  ofTypes(types: readonly string[]): ReadonlyMap<string, TypeMaps> {
    if (types.length === 0) return new Map();
    const { vectors, textWidth } = this.#options;
    const texts = stackedVectors(vectors.nodes, types, textWidth);
    const [queries, keys, values, outputs] = PARTS.map((part) => this.#types[part].maps(texts));
    const skips = this.#skip?.of(texts);
    return new Map(
      types.map((type, i) => {
        const skip = skips && sliceRows(skips, i, 1);
        return [type, { queries: queries![i]!, keys: keys![i]!, values: values![i]!, outputs: outputs![i]!, skip }];
      }),
    );
  }

  /** By name of the relation. @throws {HeteroGraphError} MODEL_MISMATCH where one has no vector. The caller tidies. */
  ofRelations({ relations }: Pick<MessageGraph, 'relations'>): ReadonlyMap<string, RelationMaps> {
    if (relations.length === 0) return new Map();
    const { vectors, textWidth } = this.#options;
    const names = relations.map(({ name }) => name);
    const texts = stackedVectors(vectors.relations, names, textWidth);
    const [attention, message] = [this.#relations.attention.matrices(texts), this.#relations.message.matrices(texts)];
    const priors = this.#prior.of(texts);
    return new Map(
      names.map((name, i) => {
        return [name, { attention: attention[i]!, message: message[i]!, prior: sliceRows(priors, i, 1) }];
      }),
    );
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }
}

/** Numbers made from vectors of texts, 1 at first: t A + b, [N, T] -> [N, W]. */
class FromOne {
  readonly parameters: readonly [weight: Parameter, bias: Parameter];

  constructor(name: string, textWidth: number, width: number) {
    const weight = Parameter.zeros(`${name}/weight`, [textWidth, width]);
    this.parameters = [weight, Parameter.constant(`${name}/bias`, [width], 1)];
  }

  of(texts: Tensor2D): Tensor2D {
    const [weight, bias] = this.parameters;
    return linear(texts, weight.value, bias.value);
  }
}
