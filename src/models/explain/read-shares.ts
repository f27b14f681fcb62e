import type { LayerShares, MessageRelation } from '../../layers/index.js';
import { square, sumRows, type Tensor2D, tidy } from '../../tensor/index.js';
import type { NetworkView } from './network-view.js';

/** A relation's share as plain arrays: per edge, and per node its weight and the length of what was added. */
export interface ReadRelation {
  readonly relation: MessageRelation;
  readonly edges: Float32Array;
  readonly weights: Float32Array;
  readonly lengths: Float32Array;
}

export interface ReadType {
  readonly relations: readonly ReadRelation[];
  readonly self: { readonly weights: Float32Array; readonly lengths: Float32Array } | undefined;
}

export type ReadLayer = ReadonlyMap<string, ReadType>;

/** What every layer made its states of. */
export async function readShares(view: NetworkView): Promise<readonly ReadLayer[]> {
  const found: LayerShares[] = [];
  const tensors: Tensor2D[] = [];
  const places = new Map<Tensor2D, number>();
  const keep = (tensor: Tensor2D) => {
    places.set(tensor, tensors.length);
    tensors.push(tensor);
  };
  const lengths = new Map<Tensor2D, Tensor2D>();
  tidy(() => {
    found.push(...view.shares!(view.inputs(), view.messages));
    for (const { relations, self } of found.flatMap((layer) => [...layer.values()])) {
      for (const { edges, weights, messages } of [...relations, ...(self ? [{ edges: undefined, ...self }] : [])]) {
        lengths.set(messages, sumRows(square(messages)));
        for (const tensor of [...(edges ? [edges] : []), weights, lengths.get(messages)!]) keep(tensor);
      }
    }
    return tensors;
  });
  const values = await Promise.all(tensors.map(async (tensor) => Float32Array.from(await tensor.data())));
  for (const tensor of new Set(tensors)) tensor.dispose();
  const of = (tensor: Tensor2D) => values[places.get(tensor)!]!;
  const lengthsOf = (messages: Tensor2D) => of(lengths.get(messages)!).map(Math.sqrt);
  return found.map(
    (layer) =>
      new Map(
        [...layer].map(([type, { relations, self }]) => [
          type,
          {
            relations: relations.map(({ relation, edges, weights, messages }) => {
              return { relation, edges: of(edges), weights: of(weights), lengths: lengthsOf(messages) };
            }),
            self: self && { weights: of(self.weights), lengths: lengthsOf(self.messages) },
          },
        ]),
      ),
  );
}
