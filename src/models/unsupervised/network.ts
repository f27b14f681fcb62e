import { type ForwardMode, type HeteroTensors, type MessageGraph, Mlp } from '../../layers/index.js';
import { gatherRows, multiply, type Parameter, type Tensor2D, tensor2d } from '../../tensor/index.js';
import type { Model } from '../../training/index.js';
import type { LinkNetwork } from '../link-network/network.js';
import type { NetworkSettings } from '../network/settings.js';

/** What a step sees of the graph. */
export interface View {
  readonly messages: MessageGraph;
  /** By node type, 0 for columns of the input states that it lacks; undefined where it lacks none. */
  readonly masks: ReadonlyMap<string, Float32Array> | undefined;
}

/** Nodes that a step compares, as one or two views show them. */
export interface ComparedNodes {
  readonly views: readonly View[];
  /** By node type. */
  readonly rows: ReadonlyMap<string, Int32Array>;
}

/** By node type, the states of the nodes in every view, [B, width] each. */
export type ComparedStates = ReadonlyMap<string, readonly Tensor2D[]>;

/** A message-passing network whose states are compared, through a perceptron that is of no use afterwards (GRACE) or as they are. */
export class ComparingNetwork<S extends NetworkSettings> implements Model<ComparedNodes, ComparedStates> {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly #network: LinkNetwork<S>;
  readonly #projection: Mlp | undefined;

  /** @param projected width of the states where they are compared through a perceptron */
  constructor(network: LinkNetwork<S>, projected: number | undefined, seed: number) {
    this.name = network.name;
    this.#network = network;
    if (projected !== undefined) {
      this.#projection = new Mlp({ name: 'projection', seed, widths: [projected, projected, projected], dropout: 0 });
    }
    const decoder = new Set(network.decoder.parameters);
    const own = network.parameters.filter((parameter) => !decoder.has(parameter));
    this.parameters = [...own, ...(this.#projection?.parameters ?? [])];
  }

  forward({ views, rows }: ComparedNodes, mode: ForwardMode): ComparedStates {
    const states = views.map((view, v) => {
      const own = mode.training ? { training: true as const, random: mode.random.child('view', v) } : mode;
      return this.#network.outputs(view.messages, own, masked(this.#network.inputStates(), view.masks)).outputs;
    });
    return new Map(
      [...rows].map(([type, some]) => [
        type,
        states.map((each) => {
          const x = gatherRows(each.get(type)!, some);
          return this.#projection ? this.#projection.forward(x, { training: false }) : x;
        }),
      ]),
    );
  }

  dispose(): void {
    this.#projection?.dispose();
  }
}

function masked(x: HeteroTensors, masks: View['masks']): HeteroTensors {
  if (!masks) return x;
  return new Map(
    [...x].map(([type, state]) => {
      const mask = masks.get(type)!;
      return [type, multiply(state, tensor2d(mask, [1, mask.length])) as Tensor2D];
    }),
  );
}
