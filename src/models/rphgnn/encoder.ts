import { HeteroGraphError, RandomStream } from '../../core/index.js';
import type { GroupValues, PropagatedFeatures } from '../../propagation/index.js';
import {
  concatColumns,
  dropoutKey,
  hopMix,
  linear,
  meanOf,
  Parameter,
  preluDropout,
  type Tensor2D,
} from '../../tensor/index.js';
import type { ForwardMode, Model } from '../../training/index.js';
import { groupFilters } from './parameter-count.js';
import type { RpHgnnSettings } from './settings.js';

/** PReLU's slope before training. */
const initialSlope = 0.25;

interface Dense {
  readonly weight: Parameter;
  readonly bias: Parameter;
  /** Absent on the output layer, which has neither activation nor dropout. */
  readonly slope: Parameter | undefined;
}

interface Branch {
  readonly filter: Parameter;
  readonly filterBias: Parameter;
  readonly layers: readonly Dense[];
}

type EncoderSettings = Pick<
  RpHgnnSettings,
  'hidden' | 'fusion' | 'groupLayers' | 'globalLayers' | 'inputDropout' | 'dropout' | 'filters'
>;

/**
 * The encoder of RpHGNN: per group, dropout and a 1x1 convolution over hops, then an MLP; groups are averaged or
 * concatenated, and a global MLP ends in class logits. No normalisation layers, no residuals, no attention.
 *
 * Shapes: input groups [N, K_g, D_g], branch outputs [B, H], logits [B, C].
 */
export class RpHgnnEncoder implements Model {
  readonly name = 'rphgnn';
  /** Width of {@link embed}'s rows. */
  readonly embeddingWidth: number;
  readonly parameters: readonly Parameter[];
  readonly #features: PropagatedFeatures<GroupValues>;
  readonly #settings: EncoderSettings;
  readonly #branches: readonly Branch[];
  readonly #global: readonly Dense[];
  /** Position of every target node among the propagated rows, -1 where it has none. */
  readonly #positions: Int32Array;

  /** Weights are Xavier normal, biases zero, slopes 0.25; streams are named by parameter, so widths do not shift each other. */
  constructor(
    features: PropagatedFeatures<GroupValues>,
    numNodes: number,
    numClasses: number,
    settings: EncoderSettings,
    seed: number,
  ) {
    this.#features = features;
    this.#settings = settings;
    this.#positions = new Int32Array(numNodes).fill(-1);
    for (const [position, row] of features.rows.entries()) this.#positions[row] = position;

    const created: Parameter[] = [];
    const dense = (name: string, fanIn: number, fanOut: number, isOutput = false): Dense => {
      const layer: Dense = {
        weight: Parameter.xavierNormal(
          `${name}/weight`,
          [fanIn, fanOut],
          fanIn,
          fanOut,
          new RandomStream(seed, 'init', name),
        ),
        bias: Parameter.constant(`${name}/bias`, [fanOut], 0),
        slope: isOutput ? undefined : Parameter.constant(`${name}/slope`, [1], initialSlope),
      };
      created.push(layer.weight, layer.bias, ...(layer.slope ? [layer.slope] : []));
      return layer;
    };

    const { hidden } = settings;
    this.#branches = features.groups.map((group) => {
      const filters = groupFilters(group, settings);
      const name = `group/${group.name}`;
      const filter = Parameter.xavierNormal(
        `${name}/filter`,
        [filters, group.hops],
        group.hops,
        filters,
        new RandomStream(seed, 'init', name, 'filter'),
      );
      const filterBias = Parameter.constant(`${name}/filter-bias`, [filters], 0);
      created.push(filter, filterBias);
      const layers = Array.from({ length: settings.groupLayers }, (_, i) =>
        dense(`${name}/layer-${i}`, i === 0 ? filters * group.width : hidden, hidden),
      );
      return { filter, filterBias, layers };
    });
    this.#global = Array.from({ length: settings.globalLayers }, (_, i) => {
      const fanIn = i === 0 && settings.fusion === 'concat' ? hidden * features.groups.length : hidden;
      const isOutput = i === settings.globalLayers - 1;
      return dense(`global/layer-${i}`, fanIn, isOutput ? numClasses : hidden, isOutput);
    });
    this.parameters = created;
    const fused = settings.fusion === 'concat' ? hidden * features.groups.length : hidden;
    this.embeddingWidth = settings.globalLayers > 1 ? hidden : fused;
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    let hidden = this.#fused(rows, mode);
    for (const [i, layer] of this.#global.entries()) hidden = this.#dense(hidden, layer, mode, `global/${i}`);
    return hidden;
  }

  /** The last hidden representation [B, H] (with one global layer: the fused groups), without dropout. */
  embed(rows: Int32Array): Tensor2D {
    const mode: ForwardMode = { training: false };
    let hidden = this.#fused(rows, mode);
    for (const [i, layer] of this.#global.slice(0, -1).entries())
      hidden = this.#dense(hidden, layer, mode, `global/${i}`);
    return hidden;
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #fused(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const positions = this.#positionsOf(rows);
    const outputs = this.#features.groups.map((group, g) => {
      const branch = this.#branches[g]!;
      const source = {
        values: group.values,
        numRows: this.#features.rows.length,
        hops: group.hops,
        width: group.width,
      };
      let hidden = hopMix(
        source,
        positions,
        branch.filter.value,
        branch.filterBias.value,
        this.#dropout(mode, `input/${g}`, 'inputDropout'),
      );
      for (const [i, layer] of branch.layers.entries()) hidden = this.#dense(hidden, layer, mode, `group/${g}/${i}`);
      return hidden;
    });
    if (this.#settings.fusion === 'concat') return outputs.length === 1 ? outputs[0]! : concatColumns(outputs);
    return outputs.length === 1 ? outputs[0]! : meanOf(outputs);
  }

  #dense(input: Tensor2D, layer: Dense, mode: ForwardMode, name: string): Tensor2D {
    const output = linear(input, layer.weight.value, layer.bias.value);
    return layer.slope ? preluDropout(output, layer.slope.value, this.#dropout(mode, name, 'dropout')) : output;
  }

  #dropout(mode: ForwardMode, name: string, which: 'inputDropout' | 'dropout') {
    const rate = this.#settings[which];
    return mode.training && rate > 0 ? { rate, key: dropoutKey(mode.random.child(name)) } : undefined;
  }

  #positionsOf(rows: Int32Array): Int32Array {
    const positions = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const position = this.#positions[rows[i]!] ?? -1;
      if (position < 0) {
        throw new HeteroGraphError('MISSING_FEATURES', 'No features were pre-computed for a wanted row.', {
          type: this.#features.target,
          row: rows[i],
          hint: 'Name the row in `rows` when pre-computing.',
        });
      }
      positions[i] = position;
    }
    return positions;
  }
}
