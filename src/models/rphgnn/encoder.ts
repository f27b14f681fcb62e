import { HeteroGraphError, RandomStream } from '../../core/index.js';
import { dropoutOptions, type ForwardMode, Mlp } from '../../layers/index.js';
import type { GroupValues, PropagatedFeatures } from '../../propagation/index.js';
import { concatColumns, hopMix, meanOf, Parameter, type Tensor2D } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import { groupFilters } from './parameter-count.js';
import type { RpHgnnSettings } from './settings.js';

interface Branch {
  readonly filter: Parameter;
  readonly filterBias: Parameter;
  readonly layers: Mlp;
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
  readonly #global: Mlp;
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

    const { hidden } = settings;
    this.#branches = features.groups.map((group, g) => {
      const filters = groupFilters(group, settings);
      const name = `group/${group.name}`;
      const filter = Parameter.xavierNormal(
        `${name}/filter`,
        [filters, group.hops],
        group.hops,
        filters,
        new RandomStream(seed, 'init', name, 'filter'),
      );
      const layers = new Mlp({
        name,
        seed,
        widths: [filters * group.width, ...new Array<number>(settings.groupLayers).fill(hidden)],
        dropout: settings.dropout,
        activateLast: true,
        dropoutName: (i) => `group/${g}/${i}`,
      });
      return { filter, filterBias: Parameter.zeros(`${name}/filter-bias`, [filters]), layers };
    });
    const fused = settings.fusion === 'concat' ? hidden * features.groups.length : hidden;
    this.#global = new Mlp({
      name: 'global',
      seed,
      widths: [fused, ...new Array<number>(settings.globalLayers - 1).fill(hidden), numClasses],
      dropout: settings.dropout,
      dropoutName: (i) => `global/${i}`,
    });
    this.parameters = [
      ...this.#branches.flatMap(({ filter, filterBias, layers }) => [filter, filterBias, ...layers.parameters]),
      ...this.#global.parameters,
    ];
    this.embeddingWidth = settings.globalLayers > 1 ? hidden : fused;
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#global.forward(this.#fused(rows, mode), mode);
  }

  /** The last hidden representation [B, H] (with one global layer: the fused groups), without dropout. */
  embed(rows: Int32Array): Tensor2D {
    const mode: ForwardMode = { training: false };
    return this.#global.hidden(this.#fused(rows, mode), mode);
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
      const dropout = dropoutOptions(this.#settings.inputDropout, `input/${g}`, mode);
      const hidden = hopMix(source, positions, branch.filter.value, branch.filterBias.value, dropout);
      return branch.layers.forward(hidden, mode);
    });
    if (this.#settings.fusion === 'concat') return outputs.length === 1 ? outputs[0]! : concatColumns(outputs);
    return outputs.length === 1 ? outputs[0]! : meanOf(outputs);
  }

  #positionsOf(rows: Int32Array): Int32Array {
    const positions = new Int32Array(rows.length);
    for (let i = 0; i < rows.length; i++) {
      const position = this.#positions[rows[i]!] ?? -1;
      if (position < 0) {
        throw new HeteroGraphError('MISSING_FEATURES', 'No features were pre-computed for this row.', {
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
