import { describe, expect, it } from 'vitest';
import { MessageGraph, type MessageSchema, neededTypes } from '../../../src/layers/index.js';
import { gat } from '../../../src/models/gat/model.js';
import { gcn } from '../../../src/models/gcn/model.js';
import { han } from '../../../src/models/han/model.js';
import { hgt } from '../../../src/models/hgt/model.js';
import type { BuildStack } from '../../../src/models/network/network.js';
import type { NetworkSettings } from '../../../src/models/network/settings.js';
import { rgat } from '../../../src/models/rgat/model.js';
import { rgcn } from '../../../src/models/rgcn/model.js';
import { sage } from '../../../src/models/sage/model.js';
import { simpleHgn } from '../../../src/models/simple-hgn/model.js';
import { tensor2d, tidy } from '../../../src/tensor/index.js';
import { near, normal } from '../../layers/check-layer.js';
import { small, smallNetworks, typedGraph } from './graphs.js';

interface Network {
  readonly name: string;
  readonly defaults: NetworkSettings;
  readonly build: BuildStack<NetworkSettings>;
}
const networks = [gcn, gat, sage, rgcn, rgat, han, hgt, simpleHgn] as unknown as readonly Network[];
/** Settings that change what is computed. */
const variants: Readonly<Record<string, readonly object[]>> = {
  gat: [{ variant: 'gatv2' }],
  sage: [{ aggregate: 'max' }],
  rgcn: [{ head: 'none' }],
  rgat: [{ softmax: 'all' }],
  hgt: [{ softmax: 'relation', norm: false }],
};

describe.each(networks.flatMap((each) => [{}, ...(variants[each.name] ?? [])].map((more) => ({ ...each, more }))))(
  '$name $more',
  ({ name, defaults, build, more }) => {
    it.each([1, 2, 3, 4])(
      '%i layers compute of the target what they would if they computed all types',
      async (layers) => {
        const graph = typedGraph();
        const messages = MessageGraph.of(graph);
        const settings = { ...defaults, ...small, ...smallNetworks[name], layers, ...more };
        const pruned = neededTypes(messages, 'paper', layers);
        const all = pruned.map((_, l) => (l === layers ? ['paper'] : messages.nodeTypes));
        const stackOf = (types: readonly (readonly string[])[], schema: MessageSchema) => {
          const shape = { schema, types, target: 'paper', inputWidth: 8, numOutputs: 3, seed: 1 };
          return build({ ...shape, numRelations: messages.relations.length }, settings);
        };
        const stacks = [
          stackOf(pruned, {
            nodeTypes: pruned[0]!,
            relations: messages.relations.filter(({ target }) => pruned.slice(1).flat().includes(target)),
          }),
          stackOf(all, messages),
        ];
        const results = [];
        for (const [s, stack] of stacks.entries()) {
          for (const p of stack.parameters) p.write(normal(p.name, p.size).map((value) => 0.5 * value));
          const { scores, embedding } = tidy(() => {
            const x = new Map(
              (s === 0 ? pruned : all)[0]!.map((type) => {
                const count = messages.numNodes(type);
                return [type, tensor2d(normal(`x ${type}`, count * 8), [count, 8])] as const;
              }),
            );
            const output = stack.forward(x, messages, { training: false });
            return { scores: output.scores.clone(), embedding: output.embedding.clone() };
          });
          expect(scores.shape).toEqual([24, 3]);
          expect(embedding.shape[0]).toBe(24);
          results.push([[...(await scores.data())], [...(await embedding.data())]]);
          for (const tensor of [scores, embedding]) tensor.dispose();
          stack.dispose();
        }
        near(results[0]![0]!, results[1]![0]!, 1e-4, 'scores');
        near(results[0]![1]!, results[1]![1]!, 1e-4, 'embedding');
        messages.dispose();
      },
    );
  },
);
