import { csrOf, normal, stream } from './inputs.mjs';

/** Every public kernel of heterograph/compute on seeded inputs. */
export async function kernelBits(api, record) {
  const { compute } = api;
  const csr = csrOf(api, 'square', 3000, 3000, 6);
  const wide = csrOf(api, 'wide', 700, 3000, 9);
  const entries = csr.indices.length;
  const weighted = { ...csr, values: normal(api, 'weights', entries) };
  const x = normal(api, 'x', 3000 * 32);
  const y = normal(api, 'y', 3000 * 32);
  const heads = normal(api, 'heads', 3000 * 4);
  const scores = normal(api, 'scores', entries * 4);
  const draw = (name) => stream(api, 'kernels', name);

  for (const width of [1, 7, 8, 17, 32]) {
    const part = x.subarray(0, 3000 * width);
    await record(`spmm ${width}`, () => compute.spmm(csr, part, width));
    await record(`spmm mean ${width}`, () => compute.spmm(csr, part, width, { reduce: 'mean' }));
    await record(`spmm weighted ${width}`, () => compute.spmm(weighted, part, width));
    await record(`spmm max ${width}`, () => compute.spmmMax(csr, part, width));
    await record(`segment sum ${width}`, () => compute.segmentReduce(csr, scores.subarray(0, entries), 1, 'sum'));
  }
  for (const format of ['bf16', 'f16']) {
    const half = compute.halfFrom(x, format);
    await record(`half ${format}`, () => [half.bits, compute.halfToFloat(half)]);
    await record(`spmm of ${format}`, () => compute.spmm(weighted, half, 32));
  }
  await record('spmm of rows', () =>
    compute.spmm(wide, x, 32, { rows: Int32Array.from([5, 6, 99, 600]), reduce: 'mean' }),
  );
  await record('spmm sparse', () =>
    compute.spmmSparse(csr, { kind: 'sparse', width: 3000, numRows: 3000, ...weighted, values: weighted.values }),
  );
  await record('spmm weights', () => compute.spmmWeighted(csr, scores, x, 32, { heads: 4 }));
  for (const shape of [
    [64, 64, 64],
    [1, 33, 17],
    [130, 70, 257],
    [500, 8, 12],
  ]) {
    const [m, n, k] = shape;
    const [a, b] = [normal(api, `a ${shape}`, m * k), normal(api, `b ${shape}`, k * n)];
    for (const algorithm of ['auto', 'plain']) {
      await record(`gemm ${shape} ${algorithm}`, () =>
        compute.gemm(a, b, m, n, k, { algorithm, bias: normal(api, 'bias', n) }),
      );
    }
    await record(`gemm ${shape} transposed`, () => compute.gemm(a, b, m, n, k, { transposeA: true, transposeB: true }));
  }
  await record('chain', () =>
    compute
      .chain(x, 32)
      .mul(0.5)
      .add(y)
      .add(normal(api, 'row', 32), 'row')
      .max(0)
      .exp()
      .run(),
  );
  await record('chain relu', () =>
    compute
      .chain(x, 32)
      .div(y)
      .sub(normal(api, 'column', 3000), 'column')
      .relu()
      .run(),
  );
  for (const reduction of ['sum', 'mean', 'max']) {
    await record(`rows ${reduction}`, () => compute.reduceRows(x, 32, reduction));
    await record(`all ${reduction}`, () => compute.reduceAll(x, reduction));
    if (reduction !== 'max') await record(`columns ${reduction}`, () => compute.reduceColumns(x, 32, reduction));
  }
  await record('softmax', () => compute.softmaxRows(x, 32));
  await record('log softmax', () => compute.softmaxRows(x, 32, { logarithm: true }));
  await record('dropout', () => compute.dropout(x, 0.3, { stream: draw('dropout'), step: 4 }));
  for (const score of ['add', 'dot']) {
    const wideSide = score === 'dot' ? { queries: x, keys: y } : { queries: heads, keys: heads };
    const inputs = { ...wideSide, values: x, bias: scores };
    const options = { heads: 4, score };
    await record(`attention ${score}`, () => compute.fusedAttention(csr, inputs, options));
    await record(`attention gradient ${score}`, () =>
      compute.fusedAttentionGradient(csr, inputs, compute.fusedAttention(csr, inputs, options), y, options),
    );
  }
  await record('layer norm', () =>
    compute.layerNorm(x, 32, { scale: normal(api, 'scale', 32), shift: normal(api, 'shift', 32) }),
  );
  await record('row norm', () => ['l2', 'rms'].map((kind) => compute.rowNorm(x, 32, { kind })));
  const rows = stream(api, 'rows').permutation(3000).subarray(0, 900);
  await record('gather', () => compute.gatherRows(x, 32, rows));
  await record('scatter', () =>
    compute.scatterAddRows(
      x.subarray(0, 900 * 32),
      32,
      rows.map((row) => row % 50),
      50,
    ),
  );
  await record('csr product', () => compute.multiplyCsr(wide, weighted));
  await record('csr product, capped', () => compute.multiplyCsr(wide, csr, { cap: 5 }));
  await record('sddmm dot', () => compute.sddmm(csr, x, y, { heads: 4 }));
  await record('sddmm add', () => compute.sddmm(csr, heads, heads, { op: 'add', heads: 4 }));
  await record('segment mean', () => compute.segmentReduce(csr, scores, 4, 'mean'));
  await record('segment max', () => compute.segmentMax(csr, scores, 4));
  await record('segment softmax', () => compute.segmentSoftmax(csr, scores, { heads: 4 }));
  await record('top k', () => compute.topK(x, 32, 5));
  await record('top k of entries', () => compute.topKEntries(weighted, 3));
  await record('transpose', () => [compute.transposeCsr(weighted), compute.transposeWithEntries(wide)]);
  for (const name of ['randomWords', 'randomUniform', 'randomSigns', 'randomNormal']) {
    await record(name, () => [compute[name](draw(name), 5001), compute[name](draw(name), 100, { from: 12344 })]);
  }
  await record('randomNormal std', () => compute.randomNormal(draw('std'), 999, { std: 0.02 }));
  await record('randomPermutation', () => compute.randomPermutation(draw('permutation'), 20_001));
  await record('alias table', () => {
    const table = new compute.AliasTable(normal(api, 'alias', 500).map(Math.abs));
    return [table.limits, table.aliases, table.sample(draw('alias'), 4000), table.sampleAt(draw('alias'), 77)];
  });
}
