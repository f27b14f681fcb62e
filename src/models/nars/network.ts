import { RandomStream } from '../../core/index.js';
import { type ForwardMode, Mlp, PRelu, parametersOf } from '../../layers/index.js';
import { dropped } from '../../layers/internal.js';
import {
  addAll,
  concatColumns,
  gatherRows,
  multiply,
  Parameter,
  splitColumns,
  type Tensor2D,
} from '../../tensor/index.js';
import type { NetworkContext, PrecomputedNetwork } from '../precomputed/kind.js';
import { Positions } from '../precomputed/positions.js';
import type { NarsHop, NarsInputs } from './inputs.js';
import type { NarsSettings } from './settings.js';

interface Branch {
  readonly hop: NarsHop;
  /** Of every subset and column: [S W]. */
  readonly weights: Parameter;
  readonly layers: Mlp;
}

/**
 * NARS: in every hop a learned weighted sum over the relation subgraphs, column by column; then SIGN: a perceptron for each hop, and
 * one that reads them all. Shapes: hops [B, S, W], hidden [B, (R + 1) H], logits [B, C].
 */
export class NarsNetwork implements PrecomputedNetwork {
  readonly name = 'nars';
  readonly embeddingWidth: number;
  readonly parameters: readonly Parameter[];
  readonly #settings: Pick<NarsSettings, 'inputDropout'>;
  readonly #positions: Positions;
  readonly #branches: readonly Branch[];
  readonly #joined: PRelu;
  readonly #output: Mlp;

  constructor(
    { rows, hops }: NarsInputs,
    { numNodes, numClasses, seed }: NetworkContext,
    settings: Pick<NarsSettings, 'hidden' | 'layers' | 'inputDropout' | 'dropout'>,
  ) {
    const { hidden, layers, dropout: rate } = settings;
    this.#settings = settings;
    this.#positions = new Positions(rows, numNodes);
    const inner = new Array<number>(layers - 1).fill(hidden);
    this.#branches = hops.map((hop) => ({
      hop,
      weights: subsetWeights(`${hop.name}/subsets`, hop, seed),
      layers: new Mlp({ name: hop.name, seed, widths: [hop.width, ...inner, hidden], dropout: rate }),
    }));
    this.#joined = new PRelu({ name: 'joined', dropout: rate });
    this.#output = new Mlp({
      name: 'output',
      seed,
      widths: [hops.length * hidden, ...inner, numClasses],
      dropout: rate,
    });
    this.embeddingWidth = layers > 1 ? hidden : hops.length * hidden;
    this.parameters = [
      ...this.#branches.flatMap(({ weights, layers: own }) => [weights, ...own.parameters]),
      ...parametersOf([this.#joined, this.#output]),
    ];
  }

  forward(rows: Int32Array, mode: ForwardMode): Tensor2D {
    return this.#output.forward(this.#hops(rows, mode), mode);
  }

  embed(rows: Int32Array): Tensor2D {
    const mode: ForwardMode = { training: false };
    return this.#output.hidden(this.#hops(rows, mode), mode);
  }

  dispose(): void {
    for (const parameter of this.parameters) parameter.dispose();
  }

  #hops(rows: Int32Array, mode: ForwardMode): Tensor2D {
    const positions = this.#positions.of(rows);
    const outputs = this.#branches.map(({ hop, weights, layers }, k) => {
      const x = gatherRows(hop.values, hop.subsets * hop.width, positions);
      const weighed = multiply(x, weights.value);
      const parts = hop.subsets === 1 ? [weighed] : splitColumns(weighed, new Array(hop.subsets).fill(hop.width));
      // Labels are few columns, each of which counts.
      const rate = hop.isLabels ? 0 : this.#settings.inputDropout;
      return layers.forward(dropped(addAll(parts), rate, `input/${k}`, mode), mode);
    });
    return this.#joined.forward(outputs.length === 1 ? outputs[0]! : concatColumns(outputs), mode);
  }
}

/** Xavier uniform over [S, W], as the authors start them; of labels the mean, since the columns of all metapaths say the same of a class. */
function subsetWeights(name: string, { subsets, width, isLabels }: NarsHop, seed: number): Parameter {
  if (isLabels) return Parameter.constant(name, [subsets * width], 1 / subsets);
  const stream = new RandomStream(seed, 'init', name);
  const bound = Math.sqrt(6 / (subsets + width));
  return new Parameter(name, [subsets * width], (values) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * stream.next() - 1);
  });
}
