import {
  attended,
  dot,
  gelu,
  headOf,
  leaky,
  linearMap,
  mapped,
  perHead,
  plus,
  type Row,
  type Rows,
  sigmoid,
  softmax,
  sumOf,
  times,
  type Values,
  zeros,
} from './algebra.js';
import type { ConvolutionReference } from './convolutions.js';
import type { Relation, TypedGraph } from './graph.js';

export type States = Readonly<Record<string, Rows>>;
/** What a layer over a typed graph gives every node, edge by edge. */
export type TypedReference = (x: States, graph: TypedGraph, values: Values) => States;

const edgesInto = ({ edges }: Relation, i: number) => edges.filter(([, target]) => target === i);
const relationsInto = ({ relations }: TypedGraph, type: string) => relations.filter(({ target }) => target === type);
/** Makes a reference of what one node gets. */
const nodeByNode =
  (node: (x: Row, i: number, type: string, all: States, graph: TypedGraph, values: Values) => Row): TypedReference =>
  (all, graph, values) =>
    Object.fromEntries(
      Object.entries(all).map(([type, rows]) => [type, rows.map((x, i) => node(x, i, type, all, graph, values))]),
    );

/** The matrix of a relation, [D, H]. */
type Matrix = (values: Values, relation: string, order: readonly string[], inputWidth: number) => ArrayLike<number>;
export const fullMatrix: Matrix = (values, relation) => values(`${relation}/weight`);
export const basisMatrix: Matrix = (values, relation, order) => {
  const [bases, shares] = [values('bases'), values('shares')];
  const numBases = shares.length / order.length;
  const size = bases.length / numBases;
  return Array.from({ length: size }, (_, i) => {
    let sum = 0;
    for (let b = 0; b < numBases; b++) sum += shares[order.indexOf(relation) * numBases + b]! * bases[b * size + i]!;
    return sum;
  });
};
export const blockMatrix =
  (blocks: number): Matrix =>
  (values, relation, _, inputWidth) => {
    const flat = values(`${relation}/blocks`);
    const outputWidth = (flat.length / inputWidth) * blocks;
    const [high, wide] = [inputWidth / blocks, outputWidth / blocks];
    const full = new Float64Array(inputWidth * outputWidth);
    for (let r = 0; r < inputWidth; r++) {
      for (let c = 0; c < wide; c++) full[r * outputWidth + Math.floor(r / high) * wide + c] = flat[r * wide + c]!;
    }
    return full;
  };

export interface VectorTypes {
  /** Node types with vectors of their own, and those whose inputs are read. */
  readonly vectors: readonly string[];
  readonly inputTypes: readonly string[];
  /** Whether vectors are sums of shared ones. */
  readonly bases: boolean;
  /** H. */
  readonly width: number;
}

/** R-GCN where nodes of some types have a vector for every relation and one for their own state. */
export const rgcnOfVectors = (
  { vectors, inputTypes, bases, width }: VectorTypes,
  order: readonly string[],
): TypedReference =>
  nodeByNode((x, i, type, all, graph, values) => {
    const named = (name: string) => graph.relations.find((relation) => relation.name === name)!;
    const weighted = order.filter((name) => inputTypes.includes(named(name).source));
    // The own state is a relation of its own, the last of those of its type.
    const blocks = vectors.flatMap((source) => [
      ...order.filter((name) => named(name).source === source && named(name).target === type),
      ...(source === type ? ['self'] : []),
    ]);
    const sourceOf = (block: string) => (block === 'self' ? type : named(block).source);
    const vectorOf = (block: string, j: number): Row => {
      const b = blocks.indexOf(block);
      if (!bases) {
        const before = blocks.slice(0, b).reduce((sum, each) => sum + graph.counts[sourceOf(each)]!, 0);
        const flat = values(`nodes/${type}/vectors`);
        return Array.from({ length: width }, (_, c) => flat[(before + j) * width + c]!);
      }
      const [shared, shares] = [values(`nodes/${sourceOf(block)}/bases`), values(`nodes/${type}/shares`)];
      const numBases = shares.length / blocks.length;
      const size = shared.length / numBases;
      return Array.from({ length: width }, (_, c) => {
        let sum = 0;
        for (let k = 0; k < numBases; k++) sum += shares[b * numBases + k]! * shared[k * size + j * width + c]!;
        return sum;
      });
    };
    const parts: Row[] = [zeros(width)];
    if (inputTypes.includes(type)) parts.push(linearMap(x, values, 'self'));
    if (vectors.includes(type)) parts.push(vectorOf('self', i));
    for (const relation of relationsInto(graph, type)) {
      const edges = edgesInto(relation, i);
      const mean = (rows: Row[]) => times(sumOf(rows, width), 1 / Math.max(1, edges.length));
      if (vectors.includes(relation.source)) parts.push(mean(edges.map(([j]) => vectorOf(relation.name, j))));
      if (!inputTypes.includes(relation.source)) continue;
      const weight = (bases ? basisMatrix : fullMatrix)(values, relation.name, weighted, x.length);
      parts.push(mean(edges.map(([j]) => mapped(all[relation.source]![j]!, weight, width))));
    }
    return plus(...parts);
  });

/** The own state has shares of the bases, too, the last ones. */
export const rgcnOfBases = (order: readonly string[], width: number) =>
  nodeByNode((x, i, type, all, graph, values) => {
    const weight = (name: string) => basisMatrix(values, name, [...order, 'own state'], x.length);
    const sums = relationsInto(graph, type).map((relation) => {
      const edges = edgesInto(relation, i);
      const messages = edges.map(([j]) => mapped(all[relation.source]![j]!, weight(relation.name), width));
      return times(sumOf(messages, width), 1 / Math.max(1, edges.length));
    });
    return plus(mapped(x, weight('own state'), width), ...sums);
  });

/** @param order of the relations when the layer was made */
export const rgcn = (matrix: Matrix, order: readonly string[]) =>
  nodeByNode((x, i, type, all, graph, values) => {
    const own = linearMap(x, values, 'self');
    const sums = relationsInto(graph, type).map((relation) => {
      const edges = edgesInto(relation, i);
      const weight = matrix(values, relation.name, order, x.length);
      const messages = edges.map(([j]) => mapped(all[relation.source]![j]!, weight, own.length));
      return times(sumOf(messages, own.length), 1 / Math.max(1, edges.length));
    });
    return plus(own, ...sums);
  });

export const rgat = (heads: number, slope: number, across: 'all' | 'relation') =>
  nodeByNode((x, i, type, all, graph, values) => {
    const own = linearMap(x, values, 'self');
    const width = own.length;
    const senders = relationsInto(graph, type).map((relation) =>
      edgesInto(relation, i).map(([j]) => {
        const weight = values(`${relation.name}/weight`);
        const value = mapped(all[relation.source]![j]!, weight, width);
        const theirs = perHead(value, values(`${relation.name}/source-attention`), heads);
        const mine = perHead(mapped(x, weight, width), values(`${relation.name}/target-attention`), heads);
        return { value, scores: mine.map((score, h) => leaky(score + theirs[h]!, slope)) };
      }),
    );
    const groups = across === 'all' ? [senders.flat()] : senders;
    return plus(own, ...groups.map((group) => attended(group, heads, width)));
  });

/** The weights of parts by HAN's semantic attention. */
export const semanticWeights = (parts: readonly Rows[], values: Values, name: string): Row =>
  softmax(
    parts.map((part) => {
      const query = Array.from(values(`${name}query`));
      const scores = part.map((z) => dot(query, linearMap(z, values, `${name}map`).map(Math.tanh)));
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    }),
  );

export const han =
  (heads: number, slope: number): TypedReference =>
  (all, graph, values) => {
    const maps = Object.fromEntries(
      Object.entries(all).map(([type, rows]) => [type, rows.map((x) => linearMap(x, values, `map/${type}`))]),
    );
    return Object.fromEntries(
      Object.entries(maps).map(([type, own]) => {
        const parts = relationsInto(graph, type).map((relation) =>
          own.map((x, i) => {
            const mine = perHead(x, values(`${relation.name}/target-attention`), heads);
            const senders = edgesInto(relation, i).map(([j]) => {
              const value = maps[relation.source]![j]!;
              const theirs = perHead(value, values(`${relation.name}/source-attention`), heads);
              return { value, scores: mine.map((score, h) => leaky(score + theirs[h]!, slope)) };
            });
            return attended(senders, heads, x.length).map((value) => Math.max(value, 0));
          }),
        );
        if (parts.length === 0) return [type, own];
        const weights = semanticWeights(parts, values, 'semantic/');
        return [type, own.map((_, i) => plus(...parts.map((part, p) => times(part[i]!, weights[p]!))))];
      }),
    );
  };

/** Sine and cosine of a time in turn, slower and slower, over the root of the width. */
export const timeBase = (time: number, width: number): Row =>
  Array.from({ length: width }, (_, c) => {
    const angle = time / 10000 ** ((2 * Math.floor(c / 2)) / width);
    return (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle)) / Math.sqrt(width);
  });

/** @param timed whether the third number of an edge is how much later its receiver is */
/** @param activation before the output map */
export const hgt = (
  heads: number,
  across: 'all' | 'relation',
  norm: boolean,
  timed = false,
  activation: (value: number) => number = gelu,
) =>
  nodeByNode((x, i, type, all, graph, values) => {
    const queries = linearMap(x, values, `${type}/queries`);
    const width = queries.length;
    const d = width / heads;
    const senders = relationsInto(graph, type).map((relation) =>
      edgesInto(relation, i).map(([j, , time = 1]) => {
        const state = all[relation.source]![j]!;
        const sender = timed ? plus(state, linearMap(timeBase(time, x.length), values, 'time')) : state;
        const through = (part: string, matrix: string) => {
          const state = linearMap(sender, values, `${relation.source}/${part}`);
          const blocks = values(`${relation.name}/${matrix}`);
          return Array.from({ length: heads }, (_, h) =>
            mapped(headOf(state, h, heads), headOf(blocks, h, heads), d),
          ).flat();
        };
        const keys = through('keys', 'attention');
        const prior = values(`${relation.name}/prior`);
        const scores = Array.from(
          { length: heads },
          (_, h) => (dot(headOf(queries, h, heads), headOf(keys, h, heads)) * prior[h]!) / Math.sqrt(d),
        );
        return { scores, value: through('values', 'message') };
      }),
    );
    const groups = across === 'all' ? [senders.flat()] : senders;
    const sums = groups.map((group) => attended(group, heads, width));
    const mean = sums.length === 0 ? zeros(width) : times(plus(...sums), 1 / sums.length);
    const out = linearMap(mean.map(activation), values, `${type}/outputs`);
    const share = x.length === width ? sigmoid(values(`${type}/skip`)[0]!) : 1;
    const next = x.length === width ? plus(times(out, share), times(x, 1 - share)) : out;
    return norm ? normalised(next, values(`${type}/norm/scale`), values(`${type}/norm/shift`)) : next;
  });

export function normalised(row: Row, scale: ArrayLike<number>, shift: ArrayLike<number>): Row {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / row.length;
  return row.map((value, c) => ((value - mean) / Math.sqrt(variance + 1e-5)) * scale[c]! + shift[c]!);
}

/** @param convolution per relation; @param bias whether types without relations are mapped */
export const heteroConv =
  (convolution: ConvolutionReference, aggregate: 'sum' | 'mean'): TypedReference =>
  (all, graph, values) =>
    Object.fromEntries(
      Object.entries(all).map(([type, own]) => {
        const parts = relationsInto(graph, type).map((relation) =>
          convolution(all[relation.source]!, own, relation.edges, (name) => values(`${relation.name}/${name}`)),
        );
        if (parts.length === 0) return [type, own.map((x) => linearMap(x, values, type))];
        const share = aggregate === 'mean' ? 1 / parts.length : 1;
        return [type, own.map((_, i) => times(plus(...parts.map((part) => part[i]!)), share))];
      }),
    );

export interface SimpleHgnReferenceOptions {
  readonly heads: number;
  readonly slope: number;
  readonly residual: boolean;
  readonly relationWidth: number;
  /** Order of the relations when the layer was made. */
  readonly order: readonly string[];
  /** Share of weights, 1 / (edges of the node and its loop), that a layer before would have given. */
  readonly uniformShare?: number;
}

/** All nodes see all edges and themselves. */
export const simpleHgn = (options: SimpleHgnReferenceOptions) =>
  nodeByNode((x, i, type, all, graph, values) => {
    const { heads, slope, residual, relationWidth, order, uniformShare = 0 } = options;
    const width = values('target-attention').length;
    const state = (row: Row) => mapped(row, values('weight'), width);
    const edges = [
      ...relationsInto(graph, type).flatMap((relation) =>
        edgesInto(relation, i).map(([j]) => ({
          sender: all[relation.source]![j]!,
          number: order.indexOf(relation.name),
        })),
      ),
      { sender: x, number: order.length },
    ];
    const senders = edges.map(({ sender, number }) => {
      const value = state(sender);
      const relation = Array.from(
        { length: relationWidth },
        (_, c) => values('relations')[number * relationWidth + c]!,
      );
      const ofRelation = mapped(relation, values('relation-weight'), heads * relationWidth);
      const parts = [
        perHead(state(x), values('target-attention'), heads),
        perHead(value, values('source-attention'), heads),
        perHead(ofRelation, values('relation-attention'), heads),
      ];
      return { value, scores: plus(...parts).map((score) => leaky(score, slope)) };
    });
    const uniform = senders.map(({ value }) => ({ value, scores: zeros(heads) }));
    const mixed = plus(
      times(attended(senders, heads, width), 1 - uniformShare),
      times(attended(uniform, heads, width), uniformShare),
    );
    if (!residual) return mixed;
    return plus(mixed, x.length === width ? x : mapped(x, values('residual'), width));
  });

export interface HinormerReferenceOptions {
  readonly length: number;
  readonly heads: number;
  readonly beta: number;
  readonly temperature: number;
}

/** With a term of the receiver alone in the scores, as in the paper: a softmax over senders does not see it. */
export function hinormer(x: Rows, relations: Rows, values: Values, options: HinormerReferenceOptions): Rows {
  const { length, heads, beta, temperature } = options;
  const width = values('norm/scale').length;
  const t = values('relation-keys').length / heads;
  return x.map((own, u) => {
    const relationWidth = relations[u]!.length;
    const start = Math.floor(u / length) * length;
    const keys = mapped(relations[u]!, values('relation-keys'), heads * relationWidth);
    const senders = Array.from({ length }, (_, v) => {
      const value = mapped(x[start + v]!, values('weight'), width);
      const theirs = perHead(
        value.map((each) => leaky(each, 0.01)),
        values('attention'),
        heads,
      );
      const queries = mapped(relations[start + v]!, values('relation-queries'), heads * relationWidth);
      const scores = theirs.map((score, h) => {
        const related = dot(headOf(keys, h, heads), headOf(queries, h, heads));
        return (own[0]! * t + score + beta * related) / temperature;
      });
      return { value, scores };
    });
    const out = mapped(attended(senders, heads, width), values('output'), width);
    return normalised(plus(own, out), values('norm/scale'), values('norm/shift'));
  });
}
