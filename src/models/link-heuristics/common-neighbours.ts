import { HeteroGraphError } from '../../core/index.js';
import { edgeTypeKey, type HeteroGraph, type LinkSide, type TypedLinks } from '../../graph/index.js';
import { fitted, needsGraph } from '../core/fitted.js';
import type { LearnedLinks, LinkProblem, SavedLinkModel } from '../core/link-types.js';
import { type DirectLinkFit, DirectLinkModel } from './direct-link-model.js';
import { type NeighbourWeight, TwoHopPaths } from './two-hop.js';

/** Scores a pair by the typed paths of two steps between its ends; needs the graph of the messages. */
export class CommonNeighbourModel extends DirectLinkModel<DirectLinkFit> {
  readonly name = 'common-neighbours';
  readonly #weight: NeighbourWeight;
  #paths: { readonly graph: HeteroGraph; readonly of: TwoHopPaths[] } | undefined;

  constructor(weight: NeighbourWeight) {
    super();
    this.#weight = weight;
  }

  static restore(saved: SavedLinkModel, weight: NeighbourWeight): CommonNeighbourModel {
    const model = new CommonNeighbourModel(weight);
    model.learned = { task: saved.task, seed: saved.seed };
    return model;
  }

  protected learn({ split, seed }: LinkProblem, task: LearnedLinks): DirectLinkFit {
    return { task, seed, graph: split.train.graph };
  }

  protected sizeOf(type: string, graph: HeteroGraph | undefined): number {
    if (!graph) throw needsGraph();
    return graph.numNodes(type);
  }

  protected scorePairs(links: TypedLinks, graph: HeteroGraph | undefined): Float32Array {
    const { source, target, relation } = links;
    const order = Int32Array.from(source.keys()).sort((a, b) => relation[a]! - relation[b]! || source[a]! - source[b]!);
    const out = new Float32Array(source.length);
    let scores: Float64Array | undefined;
    let last = -1;
    for (const i of order) {
      if (last < 0 || source[i] !== source[last] || relation[i] !== relation[last]) {
        scores = this.#pathsOf(graph, relation[i]!, 'target').from(source[i]!);
      }
      last = i;
      out[i] = scores![target[i]!]!;
    }
    return out;
  }

  protected scoreRow(
    { side, known, relation }: { readonly side: LinkSide; readonly known: number; readonly relation: number },
    out: Float32Array,
    graph: HeteroGraph | undefined,
  ): void {
    out.set(this.#pathsOf(graph, relation, side).from(known));
  }

  async save(): Promise<SavedLinkModel> {
    const { task, seed } = fitted(this.learned);
    return {
      ...{ model: this.name, settings: { weight: this.#weight }, seed, task, state: {} },
      ...{ parameters: [], weights: [], trainRows: new Int32Array(0) },
    };
  }

  override dispose(): void {
    super.dispose();
    this.#paths = undefined;
  }

  /** Paths in the graph, kept for the next question; from sources to targets, or for sources asked for the other way. */
  #pathsOf(graph: HeteroGraph | undefined, relation: number, side: LinkSide): TwoHopPaths {
    if (!graph) throw needsGraph();
    if (this.#paths?.graph !== graph) this.#paths = { graph, of: [] };
    const place = 2 * relation + Number(side === 'source');
    const [from, name, to] = this.task.edgeTypes[relation]!;
    const type = [side === 'target' ? from : to, name, side === 'target' ? to : from] as const;
    this.#paths.of[place] ??= new TwoHopPaths(graph, type, this.#weight);
    return this.#paths.of[place]!;
  }
}

/** @throws {HeteroGraphError} NO_RELATIONS where no two steps lead from sources to targets of any edge type */
export function checkPaths({ split }: LinkProblem): void {
  if (hasPaths(split.train.graph, split.edgeTypes)) return;
  throw new HeteroGraphError('NO_RELATIONS', 'No two typed steps lead from the sources to the targets.', {
    type: edgeTypeKey(split.edgeTypes[0]!),
    hint: 'Use another model, such as popularity or complex.',
  });
}

/** Whether, for some edge type, two steps along or against edges lead from its sources to its targets. */
export function hasPaths(graph: HeteroGraph, edgeTypes: LearnedLinks['edgeTypes']): boolean {
  const used = graph.edgeTypes.filter((type) => graph.numEdges(type) > 0);
  const steps = used.flatMap(([from, , to]) => [
    [from, to],
    [to, from],
  ]);
  return edgeTypes.some(([from, , to]) =>
    steps.some((one) => one[0] === from && steps.some((two) => two[0] === one[1] && two[1] === to)),
  );
}
