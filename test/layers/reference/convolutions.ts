import {
  attended,
  dot,
  headOf,
  leaky,
  linearMap,
  mapped,
  perHead,
  plus,
  type Row,
  type Rows,
  sumOf,
  times,
  type Values,
  zeros,
} from './algebra.js';
import type { Edge } from './graph.js';

/** What a convolution gives the targets, one after the other, edge by edge. */
export type ConvolutionReference = (source: Rows, target: Rows, edges: readonly Edge[], values: Values) => Rows;

const into = (edges: readonly Edge[], i: number) => edges.filter(([, target]) => target === i);

export const gcn: ConvolutionReference = (source, target, edges, values) => {
  const bias = Array.from(values('bias'));
  const sum = (some: readonly Edge[]) => some.reduce((total, [, , weight = 1]) => total + weight, 0);
  return target.map((_, i) =>
    plus(
      bias,
      sumOf(
        into(edges, i).map(([j, , weight = 1]) => {
          const degrees = sum(into(edges, i)) * sum(edges.filter(([s]) => s === j));
          return times(
            mapped(source[j]!, values('weight'), bias.length),
            degrees > 0 ? weight / Math.sqrt(degrees) : 0,
          );
        }),
        bias.length,
      ),
    ),
  );
};

export const gat =
  (heads: number, slope: number, shared: boolean): ConvolutionReference =>
  (source, target, edges, values) => {
    const bias = Array.from(values('bias'));
    const width = bias.length;
    const of = (x: Row, name: string) => mapped(x, values(name), width);
    return target.map((x, i) => {
      const own = perHead(of(x, shared ? 'weight' : 'target-weight'), values('target-attention'), heads);
      const senders = into(edges, i).map(([j]) => {
        const value = of(source[j]!, 'weight');
        const theirs = perHead(value, values('source-attention'), heads);
        return { value, scores: own.map((score, h) => leaky(score + theirs[h]!, slope)) };
      });
      return plus(bias, attended(senders, heads, width));
    });
  };

export const gatv2 =
  (heads: number, slope: number): ConvolutionReference =>
  (source, target, edges, values) => {
    const width = values('target/bias').length;
    return target.map((x, i) => {
      const own = linearMap(x, values, 'target');
      const senders = into(edges, i).map(([j]) => {
        const value = linearMap(source[j]!, values, 'source');
        const active = plus(own, value).map((each) => leaky(each, slope));
        const scores = Array.from({ length: heads }, (_, h) =>
          dot(headOf(active, h, heads), headOf(values('attention'), h, heads)),
        );
        return { value, scores };
      });
      return attended(senders, heads, width);
    });
  };

export const sage =
  (aggregate: 'mean' | 'max', normalize: boolean): ConvolutionReference =>
  (source, target, edges, values) => {
    const width = values('self/bias').length;
    return target.map((x, i) => {
      const states = into(edges, i).map(([j]) => source[j]!);
      const taken = zeros(x.length).map((_, c) => {
        const column = states.map((state) => state[c]!);
        if (column.length === 0) return 0;
        if (aggregate === 'max') return Math.max(...column);
        return column.reduce((sum, value) => sum + value, 0) / column.length;
      });
      const next = plus(linearMap(x, values, 'self'), mapped(taken, values('neighbours'), width));
      return normalize ? times(next, 1 / Math.sqrt(dot(next, next))) : next;
    });
  };

export const gin: ConvolutionReference = (source, target, edges, values) =>
  target.map((x, i) => {
    const sum = sumOf(
      into(edges, i).map(([j, , weight = 1]) => times(source[j]!, weight)),
      x.length,
    );
    const inner = linearMap(plus(times(x, 1 + values('epsilon')[0]!), sum), values, 'layer-0');
    return linearMap(
      inner.map((value) => Math.max(value, 0)),
      values,
      'layer-1',
    );
  });
