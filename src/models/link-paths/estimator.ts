import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, RandomStream } from '../../core/index.js';
import { type HeteroGraph, joinLinks, type LinkSide, NegativeSampler, type TypedLinks } from '../../graph/index.js';
import { reversedTypes } from '../../layers/index.js';
import { expectSizes } from '../core/check-saved.js';
import { fitted, needsGraph } from '../core/fitted.js';
import type { LearnedLinks, LinkProblem, SavedLinkModel } from '../core/link-types.js';
import { type DirectLinkFit, DirectLinkModel } from '../link-heuristics/direct-link-model.js';
import { MessagesWithout } from '../link-network/messages-without.js';
import { bothWays, pickedLinks } from '../links/link-lists.js';
import { fitLogistic } from './logistic.js';
import { PathFeatures } from './path-features.js';

export interface LinkPathSettings {
  /** Steps of a path at most. */
  readonly hops: number;
  /** Parts that the training links are dealt into; those of a part are no edges while they are scored. */
  readonly parts: number;
  /** Training links of an edge type at most, drawn; the others are edges only. */
  readonly maxLinks: number;
  /**
   * Links that both ends of an example must have besides those of its part: 1 where every node that is asked for is known to have some, such as by
   * how the links were dealt out; else 0.
   */
  readonly leastDegree: number;
  /** Of squared weights. */
  readonly penalty: number;
}

/** What is learned of one edge type. F features, Q = F + F (F + 1) / 2 + 1 weights. */
interface Regression {
  readonly mean: Float32Array;
  readonly deviation: Float32Array;
  readonly weights: Float32Array;
}

interface Learned extends DirectLinkFit {
  /** By edge type, the names of the features. */
  readonly names: readonly (readonly string[])[];
  readonly regressions: readonly Regression[];
}

/** Standardised features beyond are cut off, since their products are used too. */
const FARTHEST = 6;

const savedState = z.object({ names: z.array(z.array(z.string())) });

/** Logistic regression on typed paths between the ends and their degrees, with all products of two features. */
export class LinkPathModel extends DirectLinkModel<Learned> {
  readonly name = 'link-paths';
  readonly #settings: LinkPathSettings;
  #features: { readonly graph: HeteroGraph; readonly of: readonly PathFeatures[] } | undefined;

  constructor(settings: LinkPathSettings) {
    super();
    this.#settings = settings;
  }

  /** @throws {HeteroGraphError} INVALID_OPTION, SHAPE_MISMATCH */
  static restore(saved: SavedLinkModel, settings: LinkPathSettings): LinkPathModel {
    checkOptions(savedState, saved.state, { what: 'state' });
    const { names } = saved.state as z.infer<typeof savedState>;
    const sizes = names.map((list) => [list.length, list.length, numWeights(list.length)]);
    expectSizes(saved, 3 * names.length, () => sizes.flat().reduce((sum, size) => sum + size, 0));
    const wrong = sizes.flat().findIndex((size, i) => saved.weights[i]!.length !== size);
    if (wrong >= 0 || names.length !== saved.task.edgeTypes.length) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'The features do not fit the weights.', {
        column: 'weights',
        hint: 'Save the model again.',
      });
    }
    const regressions = names.map((_, r) => {
      const [mean, deviation, weights] = saved.weights.slice(3 * r, 3 * r + 3);
      return { mean: mean!, deviation: deviation!, weights: weights! };
    });
    const model = new LinkPathModel(settings);
    model.learned = { task: saved.task, seed: saved.seed, names, regressions };
    return model;
  }

  protected learn({ split, seed }: LinkProblem, task: LearnedLinks): Learned {
    const { graph, positive } = split.train;
    const { parts, maxLinks, leastDegree, penalty } = this.#settings;
    const { edgeTypes } = split;
    const sampler = new NegativeSampler(
      bothWays(graph, edgeTypes, positive),
      edgeTypes,
      (type) => graph.numNodes(type),
      { replace: 'target' },
    );
    const without = messagesOf(graph, task, positive);
    const stream = new RandomStream(seed, 'link paths');
    const rows = edgeTypes.map((_, r) => {
      const own = Array.from(positive.relation.keys()).filter((i) => positive.relation[i] === r);
      return Array.from(stream.child('links', r).permutation(own.length).slice(0, maxLinks), (i) => own[i]!);
    });
    const found: { isLink: number[]; features: Float64Array[]; names: readonly string[] }[] = edgeTypes.map(() => ({
      isLink: [],
      features: [],
      names: [],
    }));
    for (let part = 0; part < parts; part++) {
      const chosen = rows.map((own) => own.filter((_, i) => i % parts === part));
      const links = keeping(leastDegree, positive, pickedLinks(positive, chosen.flat()));
      const pairs = joinLinks([links, sampler.draw(links, 1, stream.child('negatives', part))]);
      const features = featuresOf(graph, task, without, links, this.#settings.hops);
      for (const [r, each] of features.entries()) found[r]!.names = each.names;
      eachBySource(pairs, features, (i, values) => {
        const of = found[pairs.relation[i]!]!;
        of.isLink.push(Number(i < links.source.length));
        of.features.push(values);
      });
    }
    const regressions = found.map(({ names, features, isLink }) =>
      regressionOf(names.length, features, isLink, penalty),
    );
    return { task, seed, graph, names: found.map(({ names }) => names), regressions };
  }

  protected sizeOf(type: string, graph: HeteroGraph | undefined): number {
    if (!graph) throw needsGraph();
    return graph.numNodes(type);
  }

  protected scorePairs(links: TypedLinks, graph: HeteroGraph | undefined): Float32Array {
    const { regressions } = fitted(this.learned);
    const out = new Float32Array(links.source.length);
    eachBySource(links, this.#featuresOf(graph), (i, values) => {
      out[i] = scoreOf(regressions[links.relation[i]!]!, values);
    });
    return out;
  }

  protected scoreRow(
    { side, known, relation }: { readonly side: LinkSide; readonly known: number; readonly relation: number },
    out: Float32Array,
    graph: HeteroGraph | undefined,
  ): void {
    const columns = this.#featuresOf(graph)[relation]!.of(known, side);
    const regression = fitted(this.learned).regressions[relation]!;
    const values = new Float64Array(columns.length);
    for (let answer = 0; answer < out.length; answer++) {
      for (let f = 0; f < columns.length; f++) values[f] = columns[f]![answer]!;
      out[answer] = scoreOf(regression, values);
    }
  }

  async save(): Promise<SavedLinkModel> {
    const { task, seed, names, regressions } = fitted(this.learned);
    const all = regressions.flatMap(({ mean, deviation, weights }, r) => [
      { name: `${r}/mean`, values: mean },
      { name: `${r}/deviation`, values: deviation },
      { name: `${r}/weights`, values: weights },
    ]);
    return {
      ...{ model: this.name, settings: this.#settings, seed, task, state: { names } },
      parameters: all.map(({ name, values }) => ({ name, shape: [values.length] })),
      weights: all.map(({ values }) => values),
      trainRows: new Int32Array(0),
    };
  }

  override dispose(): void {
    super.dispose();
    this.#features = undefined;
  }

  /** Of the graph that is seen, kept for the next question. @throws {HeteroGraphError} MODEL_MISMATCH */
  #featuresOf(graph: HeteroGraph | undefined): readonly PathFeatures[] {
    if (!graph) throw needsGraph();
    if (this.#features?.graph === graph) return this.#features.of;
    const { task, names } = fitted(this.learned);
    const of = featuresOf(graph, task, messagesOf(graph, task, noLinks), noLinks, this.#settings.hops);
    const other = of.findIndex((each, r) => String(each.names) !== String(names[r]));
    if (other >= 0) {
      throw new HeteroGraphError('MODEL_MISMATCH', 'The graph has other relations than the one of the fit.', {
        type: task.edgeTypes[other]!.join('>'),
        hint: 'Give a graph with the same edge types, or fit the model on this one.',
      });
    }
    this.#features = { graph, of };
    return of;
  }
}

const noLinks: TypedLinks = {
  source: new Int32Array(0),
  target: new Int32Array(0),
  relation: new Int32Array(0),
};

function messagesOf(graph: HeteroGraph, { edgeTypes }: LearnedLinks, links: TypedLinks): MessagesWithout {
  return new MessagesWithout(graph, edgeTypes, links, { reverse: reversedTypes(graph) });
}

/** Features of every edge type in the graph without some links. */
function featuresOf(
  graph: HeteroGraph,
  { edgeTypes }: LearnedLinks,
  without: MessagesWithout,
  left: TypedLinks,
  hops: number,
): PathFeatures[] {
  // A message goes from the columns of a matrix to its rows; a step from the rows to the columns.
  const steps = without.edges(left).map(({ origin, csr, isLinks }) => {
    return { name: origin.name, from: origin.target, to: origin.source, csr, isLinks };
  });
  return edgeTypes.map(([from, , to]) => new PathFeatures(steps, [from, to], hops, (type) => graph.numNodes(type)));
}

/** Those links of a part whose ends have so many others. */
function keeping(least: number, all: TypedLinks, part: TypedLinks): TypedLinks {
  if (least === 0) return part;
  const ends = (['source', 'target'] as const).map((end) => {
    const others = new Map<string, number>();
    const key = (links: TypedLinks, i: number) => `${links.relation[i]} ${links[end][i]}`;
    for (const i of all.source.keys()) others.set(key(all, i), (others.get(key(all, i)) ?? 0) + 1);
    for (const i of part.source.keys()) others.set(key(part, i), others.get(key(part, i))! - 1);
    return (i: number) => others.get(key(part, i))! >= least;
  });
  return pickedLinks(
    part,
    Array.from(part.source.keys()).filter((i) => ends.every((has) => has(i))),
  );
}

/** Features of pairs, those of one source and edge type together; in that order. */
function eachBySource(
  { source, target, relation }: TypedLinks,
  features: readonly PathFeatures[],
  take: (i: number, values: Float64Array) => void,
): void {
  const order = Array.from(source.keys()).sort(
    (a, b) => relation[a]! - relation[b]! || source[a]! - source[b]! || a - b,
  );
  for (let from = 0; from < order.length; ) {
    const [s, r] = [source[order[from]!]!, relation[order[from]!]!];
    let to = from + 1;
    while (to < order.length && source[order[to]!] === s && relation[order[to]!] === r) to++;
    const rows = order.slice(from, to);
    const answers = Int32Array.from(rows, (i) => target[i]!);
    const columns = features[r]!.of(s, 'target', answers);
    for (const [k, i] of rows.entries())
      take(
        i,
        Float64Array.from(columns, (column) => column[k]!),
      );
    from = to;
  }
}

function regressionOf(
  width: number,
  features: readonly Float64Array[],
  isLink: readonly number[],
  penalty: number,
): Regression {
  const n = Math.max(1, features.length);
  const mean = new Float32Array(width);
  const deviation = new Float32Array(width).fill(1);
  for (let f = 0; f < width; f++) {
    const average = features.reduce((sum, values) => sum + values[f]!, 0) / n;
    const square = features.reduce((sum, values) => sum + (values[f]! - average) ** 2, 0) / n;
    mean[f] = average;
    if (square > 1e-12) deviation[f] = Math.sqrt(square);
  }
  const columns = numWeights(width) - 1;
  const rows = new Float64Array(features.length * columns);
  for (const [i, values] of features.entries()) expand(values, { mean, deviation }, rows, i * columns);
  if (features.length === 0) return { mean, deviation, weights: new Float32Array(columns + 1) };
  return { mean, deviation, weights: Float32Array.from(fitLogistic(rows, Uint8Array.from(isLink), penalty)) };
}

function numWeights(width: number): number {
  return width + (width * (width + 1)) / 2 + 1;
}

/** Standardised features and their products. */
function expand(
  values: Float64Array,
  { mean, deviation }: Pick<Regression, 'mean' | 'deviation'>,
  out: Float64Array,
  at: number,
): void {
  const width = values.length;
  for (let f = 0; f < width; f++) {
    out[at + f] = Math.min(FARTHEST, Math.max(-FARTHEST, (values[f]! - mean[f]!) / deviation[f]!));
  }
  let place = at + width;
  for (let f = 0; f < width; f++) for (let g = f; g < width; g++) out[place++] = out[at + f]! * out[at + g]!;
}

function scoreOf(regression: Regression, values: Float64Array): number {
  const { weights } = regression;
  const row = new Float64Array(weights.length - 1);
  expand(values, regression, row, 0);
  let score = weights[row.length]!;
  for (let j = 0; j < row.length; j++) score += row[j]! * weights[j]!;
  return score;
}
