import { RandomStream } from '../../core/index.js';
import { sha256Hex } from '../../files/index.js';
import { joinLinks, NegativeSampler, type TypedLinkPart, type TypedLinks } from '../../graph/index.js';
import { MessageGraph } from '../../layers/index.js';
import { add, sigmoidCrossEntropy, type Tensor2D, tensor2d, tidy } from '../../tensor/index.js';
import { checkFinite, meanReciprocalRank, type RunConfig, rocAucOf, type Task } from '../../training/index.js';
import type { LinkProblem } from '../core/link-types.js';
import { bothWays, pickedLinks } from '../links/link-lists.js';
import { indexesOf, rankLinks } from '../links/rank-links.js';
import type { NetworkSettings } from '../network/settings.js';
import { linkLoss } from './losses.js';
import { MessagesWithout } from './messages-without.js';
import type { LinkBatch, LinkNetwork } from './network.js';
import { OppositeNegatives } from './opposites.js';
import { scoresOfAll, scoresOfPairs } from './scorer.js';
import type { NetworkLinkSettings } from './settings.js';

/** Figures of the validation links. */
export type LinkFigures = Readonly<Record<string, number>>;
export type NetworkLinkTask = Task<LinkBatch, Tensor2D, TypedLinkPart, LinkFigures>;

/** Most links a step where nobody says how many. */
const MOST_LINKS = 65_536;

/**
 * What a message-passing model learns of links. In every epoch the training links are dealt into steps anew; in each, the links that are
 * scored are no messages (see `messages` of the settings), with k pairs without a link each. Validation links are scored with what the model
 * may see of them.
 */
export function networkLinkTask<S extends NetworkSettings>(
  network: LinkNetwork<S>,
  { split }: LinkProblem,
  settings: NetworkLinkSettings<S>,
): NetworkLinkTask {
  const { edgeTypes } = split;
  const { graph, positive } = split.train;
  const sampling = { by: settings.negativesBy, replace: settings.replace } as const;
  const sampler = (known: TypedLinks) =>
    new NegativeSampler(bothWays(graph, edgeTypes, known), edgeTypes, (type) => graph.numNodes(type), sampling);
  const training = sampler(positive);
  const numNodes = (type: string) => graph.numNodes(type);
  const opposites = settings.opposites > 0 ? new OppositeNegatives(positive, edgeTypes, numNodes) : undefined;
  const { batchSize = Math.min(MOST_LINKS, Math.ceil(positive.source.length / 4)) } = settings;
  const seen = { relations: settings.relations, reverse: network.shape.reversed };
  const withoutLinks = new MessagesWithout(graph, edgeTypes, positive, seen);
  const loss = linkLoss(settings.loss);
  const { criterion } = settings;
  return {
    name: 'links',
    config: { ...configOf(settings), batchSize, data: hashOf(positive, split.valid.positive, split.valid.negative) },
    criterion: {
      name: criterion,
      direction: criterion === 'loss' ? 'min' : 'max',
      value: (value, figures) => (criterion === 'loss' ? value : figures[criterion]!),
    },
    ...(split.valid.positive.source.length > 0 ? { valid: split.valid } : {}),
    async *batches({ seed, epoch, start }) {
      const order = new RandomStream(seed, 'shuffle', epoch).permutation(positive.source.length);
      for (let b = start; b * batchSize < order.length; b++) {
        const links = pickedLinks(positive, order.subarray(b * batchSize, (b + 1) * batchSize));
        const negatives = training.draw(links, settings.negatives, new RandomStream(seed, 'negatives', epoch, b));
        opposites?.replace(links, negatives, settings.opposites, new RandomStream(seed, 'opposites', epoch, b));
        const messages = settings.messages === 'others' ? withoutLinks.without(links) : network.messages;
        await network.prepare(messages);
        yield { links, negatives, messages };
      }
    },
    batchSize: ({ links }) => links.source.length,
    loss(scores) {
      const value = loss(scores);
      return network.extraLoss ? add(value, network.extraLoss) : value;
    },
    disposeBatch({ messages }) {
      if (messages === network.messages) return;
      network.stack.forget?.(messages);
      messages.dispose();
    },
    predict: async (_, part, run) => (await evaluate(part, run ?? {})).figures,
    async evaluate(_, part, { where = 'the evaluation', ...run } = {}) {
      const { value, figures } = await evaluate(part, run);
      checkFinite(value, where);
      return { prediction: figures, loss: value, figures };
    },
  };

  async function evaluate({ graph: visible, positive: links, negative }: TypedLinkPart, run: { signal?: AbortSignal }) {
    const chosen = seen.relations ? { relations: seen.relations } : {};
    const messages =
      visible === graph ? network.messages : MessageGraph.of(visible, { ...chosen, reverse: seen.reverse });
    const { decoder } = network;
    try {
      const states = await network.states(messages);
      const stream = new RandomStream(0, 'validation');
      const pairs =
        negative.source.length > 0 ? negative : sampler(joinLinks([positive, links])).draw(links, 1, stream);
      const scores = await scoresOfPairs(decoder, states, edgeTypes, joinLinks([links, pairs]), run);
      const isLink = Uint8Array.from(scores, (_, i) => Number(i < links.source.length));
      const figures: Record<string, number> = { auc: rocAucOf(Float64Array.from(scores), isLink) };
      if (criterion === 'mrr') {
        const order = stream.child('links').permutation(links.source.length);
        const { validationLinks } = settings;
        const ranked = pickedLinks(links, validationLinks === 0 ? order : order.slice(0, validationLinks));
        const model = {
          task: { kind: 'links' as const, edgeTypes },
          scoreAll: (queries: Parameters<typeof scoresOfAll>[3]) => scoresOfAll(decoder, states, edgeTypes, queries),
        };
        const ranks = await rankLinks(model, ranked, { known: indexesOf(joinLinks([positive, links])), ...run });
        figures.mrr = (meanReciprocalRank(ranks.target!) + meanReciprocalRank(ranks.source!)) / 2;
      }
      return { value: await crossEntropy(scores, isLink), figures };
    } finally {
      if (messages !== network.messages) {
        network.stack.forget?.(messages);
        messages.dispose();
      }
    }
  }
}

/** Mean binary cross entropy of validation links and pairs, whatever the loss of training. */
async function crossEntropy(scores: Float32Array, isLink: Uint8Array): Promise<number> {
  const scalar = tidy(() => sigmoidCrossEntropy(tensor2d(scores, [scores.length, 1]), isLink));
  const value = (await scalar.data())[0]!;
  scalar.dispose();
  return value;
}

function configOf(settings: NetworkLinkSettings): RunConfig {
  const { decoder, loss, negatives, negativesBy, opposites, replace, messages } = settings;
  return { decoder, loss, negatives, negativesBy, opposites, replace, messages };
}

function hashOf(...lists: readonly TypedLinks[]): string {
  const arrays = lists.flatMap(({ source, target, relation }) => [source, target, relation]);
  return sha256Hex(
    JSON.stringify(arrays.map(({ length }) => length)),
    ...arrays.map((values) => new Uint8Array(values.slice().buffer)),
  );
}
