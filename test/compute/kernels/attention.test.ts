import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type AttentionInputs,
  type AttentionOptions,
  attentionWeights,
  dropout,
  dropoutKey,
  fusedAttention,
  fusedAttentionGradient,
  Pool,
  spmmWeighted,
} from '../../../src/compute/index.js';
import { type Csr, RandomStream } from '../../../src/core/index.js';
import { attentionWeightsReference, fusedAttentionReference } from '../references/fused-attention.js';

const pools = [new Pool(1), new Pool(2), new Pool(3)];
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

const drawn = fc.record({
  rows: fc.integer({ min: 0, max: 12 }),
  columns: fc.integer({ min: 1, max: 12 }),
  entries: fc.integer({ min: 0, max: 60 }),
  heads: fc.integer({ min: 1, max: 9 }),
  width: fc.integer({ min: 1, max: 9 }),
  keyWidth: fc.integer({ min: 1, max: 6 }),
  score: fc.constantFrom('add' as const, 'dot' as const, 'gatv2' as const),
  bias: fc.constantFrom('none' as const, 'entries' as const, 'types' as const),
  rate: fc.constantFrom(0, 0.3, 0.9),
  share: fc.constantFrom(0, 0.05, 1),
  seed: fc.nat(),
});
interface Drawn {
  readonly rows: number;
  readonly columns: number;
  readonly entries: number;
  readonly heads: number;
  readonly width: number;
  readonly keyWidth: number;
  readonly score: 'add' | 'dot' | 'gatv2';
  readonly bias: 'none' | 'entries' | 'types';
  readonly rate: number;
  readonly share: number;
  readonly seed: number;
}

/** The least distance of what the leaky ReLU is given from its bend. */
function leastRawScore({ numRows, indptr, indices }: Csr, inputs: AttentionInputs, options: AttentionOptions): number {
  const { queries, keys, bias, vector } = inputs;
  const { heads, biasTypes } = options;
  const width = vector?.length ?? heads;
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < numRows; r++) {
    for (let e = indptr[r]!; e < indptr[r + 1]!; e++) {
      for (let c = 0; c < width; c++) {
        const edge = vector ? 0 : (bias?.[(biasTypes?.[e] ?? e) * heads + c] ?? 0);
        least = Math.min(least, Math.abs(queries[r * width + c]! + keys[indices[e]! * width + c]! + edge));
      }
    }
  }
  return least;
}

function make({ rows, columns, entries, heads, width, keyWidth, score, bias, rate, share, seed }: Drawn) {
  const stream = new RandomStream(seed, 'attention');
  const normal = (n: number) => stream.fillNormal(new Float32Array(n), 0.8);
  const owners = Array.from({ length: rows === 0 ? 0 : entries }, () => stream.nextInt(rows)).sort((a, b) => a - b);
  const indptr = new Int32Array(rows + 1);
  for (const r of owners) indptr[r + 1]!++;
  for (let r = 0; r < rows; r++) indptr[r + 1]! += indptr[r]!;
  const indices = Int32Array.from(owners, () => stream.nextInt(columns));
  const per = score === 'add' ? heads : heads * keyWidth;
  const inputs: AttentionInputs = {
    queries: normal(rows * per),
    keys: normal(columns * per),
    values: normal(columns * heads * width),
    ...(bias === 'entries' ? { bias: normal(owners.length * heads) } : {}),
    ...(bias === 'types' ? { bias: normal(3 * heads) } : {}),
    ...(score === 'gatv2' ? { vector: normal(per) } : {}),
  };
  const options: AttentionOptions = {
    heads,
    score,
    ...(bias === 'types' ? { biasTypes: Int32Array.from(owners, () => stream.nextInt(3)) } : {}),
    ...(rate > 0 ? { dropout: { rate, key: dropoutKey(stream, 1) } } : {}),
    ...(share > 0 ? { residual: { weights: normal(owners.length * heads), share } } : {}),
  };
  return { csr: { numRows: rows, numCols: columns, indptr, indices }, inputs, options };
}

describe('fused attention', () => {
  it('by hand: two entries of equal score halve, one with a score lower by ln 3 gets a quarter', () => {
    const csr = { numRows: 3, numCols: 2, indptr: Int32Array.of(0, 2, 2, 4), indices: Int32Array.of(0, 1, 0, 1) };
    const inputs = {
      queries: Float32Array.of(1, 0, 5),
      keys: Float32Array.of(2, 2),
      values: Float32Array.of(10, 20),
      bias: Float32Array.of(0, 0, 0, -Math.log(3)),
    };
    const { out } = fusedAttention(csr, inputs, { heads: 1 });
    expect(Array.from(out, (x) => Math.round(x * 1e4) / 1e4)).toEqual([15, 0, 12.5]);
  });

  it('equals the plain loops, with the same bits on 1, 2 and 3 threads', () => {
    fc.assert(
      fc.property(drawn, (shape) => {
        const { csr, inputs, options } = make(shape);
        const [one, ...others] = pools.map((pool) => fusedAttention(csr, inputs, { ...options, pool }).out);
        for (const other of others) expect(other).toEqual(one);
        const wanted = fusedAttentionReference(csr, inputs, options);
        for (let i = 0; i < wanted.length; i++) expect(Math.abs(one![i]! - wanted[i]!)).toBeLessThan(1e-4);
        const [weights, ...same] = pools.map((pool) => attentionWeights(csr, inputs, { ...options, pool }));
        for (const other of same) expect(other).toEqual(weights);
        const wantedWeights = attentionWeightsReference(csr, inputs, options);
        for (let i = 0; i < weights!.length; i++)
          expect(Math.abs(weights![i]! - wantedWeights[i]!)).toBeLessThan(2e-5 * (1 + Math.abs(wantedWeights[i]!)));
      }),
      { numRuns: 150 },
    );
  });

  it('stays exact for rows longer than a group of scores, with scores far apart', () => {
    const entries = 1500;
    const stream = new RandomStream(5, 'hub');
    const csr = {
      numRows: 1,
      numCols: entries,
      indptr: Int32Array.of(0, entries),
      indices: Int32Array.from({ length: entries }, (_, e) => (e * 7) % entries),
    };
    const inputs = {
      queries: Float32Array.of(0.5, -3),
      keys: Float32Array.from({ length: 2 * entries }, (_, i) => 40 * Math.sin(i) + i / 40),
      values: stream.fillNormal(new Float32Array(2 * entries * 5)),
    };
    const { out } = fusedAttention(csr, inputs, { heads: 2 });
    const wanted = fusedAttentionReference(csr, inputs, { heads: 2 });
    for (let i = 0; i < wanted.length; i++) expect(Math.abs(out[i]! - wanted[i]!)).toBeLessThan(1e-4);
  });

  it('has the gradients of central differences, with the same bits on 1, 2 and 3 threads', () => {
    fc.assert(
      fc.property(drawn, (shape) => {
        const { csr, inputs, options } = make(shape);
        // A difference across the bend of the leaky ReLU is no slope.
        fc.pre(options.score === 'dot' || leastRawScore(csr, inputs, options) > 1e-4);
        const forward = fusedAttention(csr, inputs, options);
        const dOut = new RandomStream(shape.seed, 'dOut').fillNormal(new Float32Array(forward.out.length));
        const [d, ...others] = pools.map((pool) =>
          fusedAttentionGradient(csr, inputs, forward, dOut, { ...options, pool }),
        );
        for (const other of others) expect(other).toEqual(d);
        const loss = (at: Record<string, Float64Array>) =>
          fusedAttentionReference(csr, at as never, options).reduce((sum, x, i) => sum + x * dOut[i]!, 0);
        const at = Object.fromEntries(
          Object.entries(inputs).map(([k, v]) => [k, Float64Array.from(v as Float32Array)]),
        );
        for (const name of Object.keys(at)) {
          const gradient: Float32Array = d![name as keyof AttentionInputs]!;
          for (let i = 0; i < gradient.length; i += Math.max(1, Math.floor(gradient.length / 5))) {
            const probe = (step: number) => {
              const moved = { ...at, [name]: at[name]!.slice() };
              moved[name]![i]! += step;
              return loss(moved);
            };
            const slope = (probe(1e-5) - probe(-1e-5)) / 2e-5;
            expect(Math.abs(gradient[i]! - slope), `${name}[${i}]`).toBeLessThan(2e-4 * (1 + Math.abs(slope)));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the numbering of nodes', () => {
    const { csr, inputs, options } = make({
      ...{ rows: 6, columns: 6, entries: 40, heads: 3, width: 4, keyWidth: 2, score: 'dot', seed: 9 },
      ...{ bias: 'none', rate: 0, share: 0 },
    });
    const { out } = fusedAttention(csr, inputs, options);
    const order = [3, 1, 5, 0, 2, 4];
    const pick = (values: Float32Array) =>
      Float32Array.from(
        order.flatMap((i) => [...values.subarray((i * values.length) / 6, ((i + 1) * values.length) / 6)]),
      );
    const rows = order.map((i) =>
      [...csr.indices.subarray(csr.indptr[i]!, csr.indptr[i + 1]!)].map((c) => order.indexOf(c)),
    );
    const moved = {
      ...csr,
      indptr: Int32Array.from([0, ...rows.map((_, i) => rows.slice(0, i + 1).flat().length)]),
      indices: Int32Array.from(rows.flat()),
    };
    const renamed = { queries: pick(inputs.queries), keys: pick(inputs.keys), values: pick(inputs.values) };
    expect(fusedAttention(moved, renamed, options).out).toEqual(pick(out));
  });

  it('drops the weights as dropout drops a tensor of them, and their mean stays 1', () => {
    const entries = 4000;
    const csr = {
      numRows: 1,
      numCols: 1,
      indptr: Int32Array.of(0, entries),
      indices: new Int32Array(entries),
    };
    const stream = new RandomStream(3, 'mask');
    const inputs = {
      queries: Float32Array.of(1, 2, 3),
      keys: Float32Array.of(1, 2, 3),
      values: Float32Array.of(1, 1, 1),
    };
    const plain = attentionWeights(csr, inputs, { heads: 3 });
    for (const rate of [0.25, 0.5, 0.75]) {
      const options = { heads: 3, dropout: { rate, key: dropoutKey(stream, 4) } };
      const { out } = fusedAttention(csr, inputs, options);
      const dropped = dropout(plain, rate, { stream, step: 4 });
      expect(attentionWeights(csr, inputs, options)).toEqual(dropped);
      const wanted = spmmWeighted(csr, dropped, inputs.values, 3, { heads: 3 });
      for (let h = 0; h < 3; h++) {
        expect(Math.abs(out[h]! - wanted[h]!)).toBeLessThan(1e-3);
        expect(Math.abs(out[h]! - 1)).toBeLessThan(0.1);
        expect(out[h]).not.toBe(1);
      }
    }
  });

  it('by hand: a residual of one half, after dropout', () => {
    const csr = { numRows: 1, numCols: 2, indptr: Int32Array.of(0, 2), indices: Int32Array.of(0, 1) };
    const inputs = { queries: Float32Array.of(0), keys: Float32Array.of(0, 0), values: Float32Array.of(10, 20) };
    const residual = { weights: Float32Array.of(1, 0), share: 0.5 };
    const { out, soft } = fusedAttention(csr, inputs, { heads: 1, residual });
    expect([...out, ...soft!]).toEqual([12.5, 7.5]);
    expect([...attentionWeights(csr, inputs, { heads: 1, residual })]).toEqual([0.75, 0.25]);
  });

  it('by hand: dynamic scores', () => {
    // Two entries, vector (1, ln 3): leaky ReLU of (1, 1) and (1, 0) differ by ln 3.
    const csr = { numRows: 1, numCols: 2, indptr: Int32Array.of(0, 2), indices: Int32Array.of(0, 1) };
    const inputs = {
      queries: Float32Array.of(0.5, 0.5),
      keys: Float32Array.of(0.5, 0.5, 0.5, -0.5),
      values: Float32Array.of(4, 8),
      vector: Float32Array.of(1, Math.log(3)),
    };
    const weights = attentionWeights(csr, inputs, { heads: 1, score: 'gatv2' });
    expect(Array.from(weights, (x) => Math.round(x * 1e4) / 1e4)).toEqual([0.75, 0.25]);
  });

  it('refuses options that do not fit', () => {
    const csr = { numRows: 1, numCols: 1, indptr: Int32Array.of(0, 1), indices: Int32Array.of(0) };
    const one = Float32Array.of(1);
    const inputs = { queries: one, keys: one, values: one };
    const key = { key0: 1, key1: 2 };
    const invalid = expect.objectContaining({ code: 'INVALID_OPTION' });
    const mismatch = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
    const run = (options: Partial<AttentionOptions>, more = {}) => {
      return () => fusedAttention(csr, { ...inputs, ...more }, { heads: 1, ...options });
    };
    expect(run({ dropout: { rate: 1, key } })).toThrow(invalid);
    expect(run({ score: 'gatv2' })).toThrow(invalid);
    expect(run({}, { vector: one })).toThrow(invalid);
    expect(run({ score: 'gatv2' }, { vector: Float32Array.of(1, 2) })).toThrow(mismatch);
    expect(run({ residual: { weights: one, share: 1.5 } })).toThrow(invalid);
    expect(run({ residual: { weights: Float32Array.of(1, 2), share: 0.5 } })).toThrow(mismatch);
    expect(run({ biasTypes: Int32Array.of(0, 0) }, { bias: one })).toThrow(mismatch);
    const outside = expect.objectContaining({ code: 'INDEX_OUT_OF_RANGE' });
    expect(run({ biasTypes: Int32Array.of(1) }, { bias: one })).toThrow(outside);
  });

  it('refuses operands that do not fit', () => {
    const csr = { numRows: 1, numCols: 1, indptr: Int32Array.of(0, 1), indices: Int32Array.of(0) };
    const one = Float32Array.of(1);
    const bad =
      (inputs: AttentionInputs, heads = 1) =>
      () =>
        fusedAttention(csr, inputs, { heads });
    const mismatch = expect.objectContaining({ code: 'SHAPE_MISMATCH' });
    expect(bad({ queries: Float32Array.of(1, 2), keys: one, values: one })).toThrow(mismatch);
    expect(bad({ queries: one, keys: one, values: one, bias: Float32Array.of(1, 2) })).toThrow(mismatch);
    expect(bad({ queries: one, keys: one, values: one }, 0)).toThrow(
      expect.objectContaining({ code: 'INVALID_OPTION' }),
    );
  });
});
