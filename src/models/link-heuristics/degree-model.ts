import * as z from 'zod/mini';
import { checkOptions, HeteroGraphError, option } from '../../core/index.js';
import type { HeteroGraph, LinkSide, TypedLinks } from '../../graph/index.js';
import { fitted } from '../core/fitted.js';
import type { LearnedLinks, LinkProblem, SavedLinkModel } from '../core/link-types.js';
import { type DirectLinkFit, DirectLinkModel } from './direct-link-model.js';

/** `popularity`: training links of the answer. `preferential-attachment`: those of the source times those of the target. */
export type DegreeScore = 'popularity' | 'preferential-attachment';

interface Degrees extends DirectLinkFit {
  /** Training links by edge type, of every source and of every target. */
  readonly sources: readonly Float32Array[];
  readonly targets: readonly Float32Array[];
  readonly sizes: Readonly<Record<string, number>>;
}

const savedState = z.object({ numNodes: z.record(z.string(), option.countFrom(0)) });

/** Scores a pair by how many training links its ends have: what every model of links must beat. */
export class DegreeLinkModel extends DirectLinkModel<Degrees> {
  readonly name: DegreeScore;

  constructor(name: DegreeScore) {
    super();
    this.name = name;
  }

  /** @throws {HeteroGraphError} SHAPE_MISMATCH, INVALID_OPTION where its parts do not belong together */
  static restore(name: DegreeScore, saved: SavedLinkModel): DegreeLinkModel {
    checkOptions(savedState, saved.state, { what: 'state' });
    const { numNodes } = saved.state as z.infer<typeof savedState>;
    const model = new DegreeLinkModel(name);
    const { task, seed, weights } = saved;
    const count = task.edgeTypes.length;
    const [sources, targets] = [weights.slice(0, count), weights.slice(count)];
    const fits = task.edgeTypes.every(
      ([from, , to], i) => sources[i]?.length === numNodes[from] && targets[i]?.length === numNodes[to],
    );
    if (!fits || targets.length !== count) {
      throw new HeteroGraphError('SHAPE_MISMATCH', 'There is not a number for every node.', {
        column: 'degrees',
        hint: 'Save the model again.',
      });
    }
    model.learned = { task, seed, sources, targets, sizes: numNodes };
    return model;
  }

  protected learn({ split, seed }: LinkProblem, task: LearnedLinks): Degrees {
    const { graph, positive } = split.train;
    const sources = split.edgeTypes.map(([from]) => new Float32Array(graph.numNodes(from)));
    const targets = split.edgeTypes.map(([, , to]) => new Float32Array(graph.numNodes(to)));
    for (let i = 0; i < positive.source.length; i++) {
      sources[positive.relation[i]!]![positive.source[i]!]!++;
      targets[positive.relation[i]!]![positive.target[i]!]!++;
    }
    const types = split.edgeTypes.flatMap(([from, , to]) => [from, to]);
    const sizes = Object.fromEntries(types.map((type) => [type, graph.numNodes(type)]));
    return { task, seed, graph, sources, targets, sizes };
  }

  protected sizeOf(type: string): number {
    return fitted(this.learned).sizes[type]!;
  }

  protected scorePairs({ source, target, relation }: TypedLinks): Float32Array {
    const { sources, targets } = fitted(this.learned);
    const isProduct = this.name === 'preferential-attachment';
    return Float32Array.from(target, (to, i) => {
      const degree = targets[relation[i]!]![to]!;
      return isProduct ? degree * sources[relation[i]!]![source[i]!]! : degree;
    });
  }

  protected scoreRow(
    { side, known, relation }: { readonly side: LinkSide; readonly known: number; readonly relation: number },
    out: Float32Array,
    _graph: HeteroGraph | undefined,
  ): void {
    const { sources, targets } = fitted(this.learned);
    const [asked, given] = side === 'target' ? [targets, sources] : [sources, targets];
    out.set(asked[relation]!);
    if (this.name === 'popularity') return;
    const degree = given[relation]![known]!;
    for (let i = 0; i < out.length; i++) out[i] = out[i]! * degree;
  }

  async save(): Promise<SavedLinkModel> {
    const { task, seed, sources, targets, sizes } = fitted(this.learned);
    const named = (name: string, arrays: readonly Float32Array[]) =>
      arrays.map((values, i) => ({ name: `${name} ${i}`, shape: [values.length] }));
    return {
      ...{ model: this.name, settings: {}, seed, task, state: { numNodes: sizes }, trainRows: new Int32Array(0) },
      parameters: [...named('sources', sources), ...named('targets', targets)],
      weights: [...sources, ...targets],
    };
  }
}
