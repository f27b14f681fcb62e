import type { Csr } from '../../src/core/index.js';

type Row = readonly number[];

export interface ReferenceRelation {
  readonly name: string;
  readonly source: string;
  readonly target: string;
  readonly csr: Csr;
}

export interface ReferenceOptions {
  readonly name: string;
  readonly heads: number;
  readonly width: number;
  readonly slope: number;
  readonly mask: boolean;
}

/** LATTE as the paper says it, node by node and edge by edge, in float64. */
export function latteReference(
  parameters: ReadonlyMap<string, Float64Array>,
  x: ReadonlyMap<string, readonly Row[]>,
  relations: readonly ReferenceRelation[],
  type: string,
  { name, heads, width, slope, mask }: ReferenceOptions,
): { readonly states: number[][]; readonly beta: number[][]; readonly alpha: Map<string, number[][]> } {
  const parameter = (part: string) => parameters.get(`${name}/${part}`)!;
  const mapped = (part: string, row: Row): number[] => {
    const bias = parameter(`${part}/bias`);
    const weight = parameter(`${part}/weight`);
    return Array.from(bias, (b, c) => row.reduce((sum, value, r) => sum + value * weight[r * bias.length + c]!, b));
  };
  const into = relations.filter(({ target }) => target === type);
  const d = width / heads;
  const alpha = new Map(
    into.map(({ name: relation, csr }) => [relation, csr.indices.length === 0 ? [] : ([] as number[][])]),
  );
  const beta: number[][] = [];
  const states = x.get(type)!.map((row, i) => {
    const own = mapped(`own/${type}`, row);
    const logits = mapped(`choice/${type}`, row);
    for (const [p, { csr }] of into.entries()) if (mask && csr.indptr[i] === csr.indptr[i + 1]) logits[p] = -1e9;
    const weights = softmax(logits);
    beta.push(weights);
    const out = own.map((value) => value * weights[into.length]!);
    for (const [p, { name: relation, source, csr }] of into.entries()) {
      const senders = [...csr.indices.subarray(csr.indptr[i]!, csr.indptr[i + 1]!)].map((j) =>
        mapped(`sent/${source}`, x.get(source)![j]!),
      );
      const perEdge = senders.map((): number[] => []);
      for (let h = 0; h < heads; h++) {
        const dot = (side: string, state: Row) =>
          Array.from({ length: d }, (_, k) => parameter(`${relation}/${side}`)[h * d + k]! * state[h * d + k]!).reduce(
            (a, b) => a + b,
          );
        const scores = senders.map((sent) => {
          const raw = dot('target-attention', own) + dot('source-attention', sent) + parameter(`${relation}/bias`)[h]!;
          const z = parameter(`${relation}/sharpness`)[0]! * raw;
          return z > 0 ? z : slope * z;
        });
        for (const [e, share] of softmax(scores).entries()) {
          perEdge[e]!.push(share);
          for (let k = 0; k < d; k++) out[h * d + k]! += weights[p]! * share * senders[e]![h * d + k]!;
        }
      }
      alpha.get(relation)!.push(...perEdge);
    }
    return out.map((value) => Math.max(0, value));
  });
  return { states, beta, alpha };
}

function softmax(logits: Row): number[] {
  const top = Math.max(...logits);
  const exps = logits.map((value) => Math.exp(value - top));
  const total = exps.reduce((a, b) => a + b, 0);
  return exps.map((value) => value / total);
}
