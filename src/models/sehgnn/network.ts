import { RandomStream } from '../../core/index.js';
import { type ForwardMode, LayerNorm, Linear, PRelu, parametersOf } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import {
  add,
  channelAttention,
  concatColumns,
  matMul,
  multiply,
  Parameter,
  reshape,
  splitColumns,
  type Tensor2D,
} from '../../tensor/index.js';
import { ChannelRows } from '../precomputed/channel-rows.js';
import type { NetworkContext, PrecomputedNetwork } from '../precomputed/kind.js';
import { Positions } from '../precomputed/positions.js';
import type { SeHgnnInputs } from './inputs.js';
import type { SeHgnnSettings } from './settings.js';

type Layers = Pick<
  SeHgnnSettings,
  | 'embed'
  | 'hidden'
  | 'projectionLayers'
  | 'taskLayers'
  | 'taskResidual'
  | 'joinedNorm'
  | 'residual'
  | 'inputDropout'
  | 'dropout'
>;

/** Width of queries and keys of the fusion. */
export function attentionWidth(hidden: number): number {
  return Math.max(1, Math.floor(hidden / 4));
}

/** A linear map of each channel's own, a norm over all channels together, PReLU and dropout: [B, M D] -> [B, M H]. */
class ProjectionLayer {
  readonly parameters: readonly Parameter[];
  readonly #linears: readonly Linear[];
  readonly #norm: LayerNorm;
  readonly #activation: PRelu;

  constructor(names: readonly string[], layer: number, inputWidth: number, { hidden, dropout }: Layers, seed: number) {
    this.#linears = names.map(
      (name) => new Linear({ name: `channel/${name}/layer-${layer}`, seed, inputWidth, outputWidth: hidden }),
    );
    this.#norm = new LayerNorm({ name: `projection/${layer}/norm`, width: names.length * hidden });
    this.#activation = new PRelu({ name: `projection/${layer}`, dropout });
    this.parameters = parametersOf([...this.#linears, this.#norm, this.#activation]);
  }

  forward(parts: readonly Tensor2D[], mode: ForwardMode): Tensor2D {
    const mapped = parts.map((part, c) => this.#linears[c]!.forward(part));
    return this.#activation.forward(this.#norm.forward(concatColumns(mapped)), mode);
  }

  dispose(): void {
    for (const layer of [...this.#linears, this.#norm, this.#activation]) layer.dispose();
  }
}

/** A layer after the fusion: linear, norm, PReLU, dropout, and its input again where asked for: [B, H] -> [B, H]. */
class TaskLayer {
  readonly parameters: readonly Parameter[];
  readonly #linear: Linear;
  readonly #norm: LayerNorm;
  readonly #activation: PRelu;
  readonly #isResidual: boolean;

  constructor(layer: number, { hidden, dropout, taskResidual }: Layers, seed: number) {
    const name = `task/${layer}`;
    this.#linear = new Linear({ name, seed, inputWidth: hidden, outputWidth: hidden });
    this.#norm = new LayerNorm({ name: `${name}/norm`, width: hidden });
    this.#activation = new PRelu({ name, dropout });
    this.#isResidual = taskResidual;
    this.parameters = parametersOf([this.#linear, this.#norm, this.#activation]);
  }

  forward(x: Tensor2D, mode: ForwardMode): Tensor2D {
    const y = this.#activation.forward(this.#norm.forward(this.#linear.forward(x)), mode);
    return this.#isResidual ? add(y, x) : y;
  }

  dispose(): void {
    for (const layer of [this.#linear, this.#norm, this.#activation]) layer.dispose();
  }
}

/**
 * SeHGNN's network: every channel is embedded and projected on its own, the channels of a node attend to each other, and a perceptron
 * reads them all. Shapes: M channels [B, D_m], hidden [B, M H], logits [B, C].
 */
export class SeHgnnNetwork implements PrecomputedNetwork {
  readonly name = 'sehgnn';
  readonly embeddingWidth: number;
  readonly parameters: readonly Parameter[];
  readonly #settings: Layers;
  readonly #positions: Positions;
  readonly #channels: readonly { readonly name: string; readonly rows: ChannelRows; readonly embedding: Parameter }[];
  readonly #projections: readonly ProjectionLayer[];
  readonly #fusion: Readonly<Record<'query' | 'key' | 'value', Linear>>;
  /** Share of the attention in the fused channels; 0 before training. */
  readonly #gamma: Parameter;
  readonly #joined: Linear;
  /** The target's own channel, mapped past the fusion. */
  readonly #residual: Parameter | undefined;
  readonly #norm: LayerNorm | undefined;
  readonly #activation: PRelu;
  readonly #task: readonly TaskLayer[];
  readonly #output: Linear;

  constructor(inputs: SeHgnnInputs, context: NetworkContext, settings: Layers) {
    const { nodeType, numNodes, numClasses, seed } = context;
    const { embed, hidden, projectionLayers, taskLayers, dropout: rate } = settings;
    this.#settings = settings;
    this.embeddingWidth = hidden;
    this.#positions = new Positions(inputs.rows, numNodes);
    this.#channels = inputs.channels.map(({ name, width, values }) => ({
      name,
      rows: new ChannelRows(values, width),
      embedding: uniform(`channel/${name}/embedding`, [width, embed], seed),
    }));
    const names = inputs.channels.map(({ name }) => name);
    this.#projections = Array.from(
      { length: projectionLayers },
      (_, layer) => new ProjectionLayer(names, layer, layer === 0 ? embed : hidden, settings, seed),
    );
    const attend = (name: string, outputWidth: number) =>
      new Linear({ name: `fusion/${name}`, seed, inputWidth: hidden, outputWidth });
    const narrow = attentionWidth(hidden);
    this.#fusion = { query: attend('query', narrow), key: attend('key', narrow), value: attend('value', hidden) };
    this.#gamma = Parameter.zeros('fusion/gamma', [1]);
    this.#joined = new Linear({ name: 'joined', seed, inputWidth: names.length * hidden, outputWidth: hidden });
    if (settings.residual && names.includes(nodeType)) {
      const stream = new RandomStream(seed, 'init', 'residual');
      this.#residual = Parameter.xavierNormal('residual/weight', [embed, hidden], embed, hidden, stream);
    }
    this.#norm = settings.joinedNorm ? new LayerNorm({ name: 'joined/norm', width: hidden }) : undefined;
    this.#activation = new PRelu({ name: 'joined', dropout: rate });
    this.#task = Array.from({ length: taskLayers - 1 }, (_, layer) => new TaskLayer(layer, settings, seed));
    this.#output = new Linear({ name: 'output', seed, inputWidth: hidden, outputWidth: numClasses });
    this.parameters = [
      ...this.#channels.map(({ embedding }) => embedding),
      ...parametersOf([...this.#projections, ...Object.values(this.#fusion)]),
      this.#gamma,
      ...this.#joined.parameters,
      ...(this.#residual ? [this.#residual] : []),
      ...parametersOf([...(this.#norm ? [this.#norm] : []), this.#activation, ...this.#task, this.#output]),
    ];
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#output.forward(this.#hidden(rows, mode));
  }

  embed(rows: Int32Array): Tensor2D {
    return this.#hidden(rows, { training: false });
  }

  dispose(): void {
    for (const { rows } of this.#channels) rows.dispose();
    for (const parameter of this.parameters) parameter.dispose();
  }

  #hidden(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const { hidden, inputDropout } = this.#settings;
    const positions = this.#positions.of(rows);
    const embedded = this.#channels.map(({ name, rows: channel, embedding }) => {
      return dropped(channel.times(embedding.value, positions), inputDropout, `input/${name}`, mode);
    });
    let parts: readonly Tensor2D[] = embedded;
    let joined: Tensor2D | undefined;
    for (const projection of this.#projections) {
      joined = projection.forward(parts, mode);
      if (projection !== this.#projections.at(-1))
        parts = splitColumns(
          joined,
          parts.map(() => hidden),
        );
    }
    let x = this.#joined.forward(this.#fused(joined!));
    // The own channel is the first.
    if (this.#residual) x = add(x, matMul(embedded[0]!, this.#residual.value as Tensor2D));
    if (this.#norm) x = this.#norm.forward(x);
    x = this.#activation.forward(x, mode);
    return this.#task.reduce((state, layer) => layer.forward(state, mode), x);
  }

  /** x + gamma softmax(Q K^T / sqrt) V among the channels of each row: [B, M H] -> [B, M H]. */
  #fused(x: Tensor2D): Tensor2D {
    const { hidden } = this.#settings;
    const channels = this.#channels.length;
    const each = reshape<Tensor2D>(x, [x.shape[0] * channels, hidden]);
    const { query, key, value } = this.#fusion;
    const attended = channelAttention(
      { queries: query.forward(each), keys: key.forward(each), values: value.forward(each) },
      channels,
    );
    return reshape<Tensor2D>(add(multiply(attended, this.#gamma.value), each), x.shape);
  }
}

/** Between -1/2 and 1/2, as the authors start them. */
function uniform(name: string, shape: readonly [number, number], seed: number): Parameter {
  const stream = new RandomStream(seed, 'init', name);
  return new Parameter(name, shape, (values) => {
    for (let i = 0; i < values.length; i++) values[i] = stream.next() - 0.5;
  });
}
