import { RandomStream } from '../../../src/core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../../src/graph/index.js';

export interface TwoBlocks {
  readonly graph: HeteroGraph;
  /** Of users, [N]. */
  readonly sides: Int32Array;
}

export interface TwoBlocksOptions {
  readonly users?: number;
  readonly posts?: number;
  readonly edgesOfUser?: number;
  /** Of a user's edges, those that end at posts of its own side by more than chance. */
  readonly homophily?: number;
  /** Distance of the means of both sides in every modality, whose noise is 1 a column. */
  readonly signal?: number;
  readonly seed: number;
}

/**
 * Users of two sides share and quote posts, mostly of their own side; quotes less so. Posts have a text and a picture, each lacking in some; users a
 * description. What is written tells little.
 */
export function twoBlocks(options: TwoBlocksOptions): TwoBlocks {
  const { users = 120, posts = 160, edgesOfUser = 6, homophily = 0.6, signal = 0.5, seed } = options;
  const stream = new RandomStream(seed, 'two blocks');
  const sidesOf = (count: number, name: string) => {
    const own = stream.child(name);
    return Int32Array.from({ length: count }, () => own.nextInt(2));
  };
  const [sides, slants] = [sidesOf(users, 'users'), sidesOf(posts, 'posts')];
  const modality = (of: Int32Array, width: number, lacking: number, name: string) => {
    const own = stream.child(name);
    const values = own.child('noise').fillNormal(new Float32Array(of.length * width));
    for (const [row, side] of of.entries()) values[row * width]! += signal * (side - 0.5);
    const lacks = own.child('lacks');
    const valid = Uint8Array.from(of, () => Number(lacks.next() >= lacking));
    return { kind: 'dense' as const, numRows: of.length, width, values, valid };
  };
  const edges = (times: number, strength: number, name: string) => {
    const own = stream.child(name);
    const [source, target] = [new Int32Array(users * times), new Int32Array(users * times)];
    for (let e = 0; e < source.length; e++) {
      const user = Math.floor(e / times);
      source[e] = user;
      const isOwn = own.next() < strength;
      do target[e] = own.nextInt(posts);
      while (isOwn && slants[target[e]!] !== sides[user]);
    }
    return { source, target };
  };
  const graph = graphFromArrays({
    nodes: {
      user: {
        data: { description: modality(sides, 8, 0.2, 'description'), side: Int32Array.from(sides) },
        columns: { side: { role: 'label', type: 'int32', classes: ['left', 'right'] } },
      },
      post: { data: { text: modality(slants, 8, 0.1, 'text'), picture: modality(slants, 6, 0.5, 'picture') } },
    },
    edges: [
      { type: ['user', 'shares', 'post'], ...edges(edgesOfUser, homophily, 'shares') },
      { type: ['user', 'quotes', 'post'], ...edges(2, homophily / 2, 'quotes') },
    ],
  });
  return { graph, sides };
}

/** ROC-AUC up to the sign. */
export function either(auc: number): number {
  return Math.max(auc, 1 - auc);
}
