import type { NetworkInputs } from './input-encoder.js';
import type { BuildStack } from './network.js';
import type { NetworkSettings } from './settings.js';

/** A model by name: its settings and its layers. */
export interface NetworkKind<S extends NetworkSettings> {
  readonly name: string;
  readonly settings: S;
  readonly build: BuildStack<S>;
  /** How many relations away a node looks; default one per layer. */
  readonly reach?: ((settings: S) => number) | undefined;
  /** How nodes enter; default by one matrix of features, or a learned vector each. */
  readonly inputs?: NetworkInputs<S> | undefined;
  /** Whether graphs may have other node types and relations than that of the fit; default false. */
  readonly takesNewTypes?: boolean | undefined;
  /** Whether the layers have learned vectors of their own for node types without features, which then have no input states; default false. */
  readonly hasOwnVectors?: ((settings: S) => boolean) | undefined;
  /** Parameters that weight decay does not touch; default none. */
  readonly noDecay?: RegExp | undefined;
  /** Target nodes of a batch where layers work row by row; default all at once. */
  readonly rowsAtOnce?: ((settings: S) => number) | undefined;
  /** The unit of times, where the layers read how much later receivers are than senders; default: they do not. */
  readonly timeUnit?: ((settings: S) => number | undefined) | undefined;
  /** A number of weights that the model has at least, whatever the graph; default the square of the width. */
  fewestWeights?(settings: S): number;
}

/** Names of parameters that weight decay does not touch. */
export type NoDecay<S> = RegExp | ((settings: S) => RegExp | undefined);

export function noDecayOf<S>(noDecay: NoDecay<S> | undefined, settings: S): RegExp | undefined {
  return typeof noDecay === 'function' ? noDecay(settings) : noDecay;
}
