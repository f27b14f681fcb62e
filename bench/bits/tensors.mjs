import { free } from './entries.mjs';
import { csrOf, normal, stream } from './inputs.mjs';

/** Every differentiable operation: its value and the gradients of all its inputs, on each backend that needs nothing installed. */
export async function tensorBits(api, record) {
  const { tensor, training } = api;
  for (const backend of ['threads', 'cpu']) {
    await (tensor.setBackend ?? training.setBackend)(backend);
    await operations(api, (name, compute) => record(`${backend}, ${name}`, compute));
  }
  await (tensor.setBackend ?? training.setBackend)('threads');
}

async function operations(api, record) {
  const { tensor: t } = api;
  const csr = csrOf(api, 'tensors', 60, 60, 4);
  const weighted = { ...csr, values: normal(api, 'tensor weights', csr.indices.length) };
  const sparse = new t.SparseOperand(weighted);
  const pattern = new t.SparseOperand(csr);
  const parameter = (name, shape) =>
    new t.Parameter(name, shape, (values) => values.set(normal(api, `parameter ${name}`, values.length)));
  const labels = Int32Array.from({ length: 60 }, (_, i) => i % 8);
  const hot = Float32Array.from({ length: 480 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const entries = csr.indices.length;
  const shapes = {
    x: [60, 8],
    y: [60, 8],
    narrow: [60, 2],
    edge: [entries, 2],
    w: [8, 8],
    b: [8],
    s: [8],
    slope: [1],
    mix: [2, 3],
    bias: [2],
  };

  /** The loss is a sum over logits that every input reaches. */
  const check = async (name, names, operation) => {
    await record(name, async () => {
      const parameters = names.map((each) => parameter(each, shapes[each]));
      try {
        const { value, gradients } = t.valueAndGradients(
          () => operation(...parameters.map(({ value }) => value)),
          parameters,
        );
        return [await value.data(), await Promise.all(gradients.map((gradient) => gradient.data()))];
      } finally {
        for (const each of parameters) free(each);
      }
    });
  };
  const loss = (y) =>
    t.softmaxCrossEntropy(
      y,
      labels.subarray(0, y.shape[0]).map((label) => label % y.shape[1]),
    );
  await check('softmax loss', ['x'], loss);
  await check('sigmoid loss', ['x'], (x) => t.sigmoidCrossEntropy(x, hot));
  await check('multi-hot loss', ['x'], (x) => t.multiHotCrossEntropy(x, hot));
  await check('linear', ['x', 'w', 'b'], (x, w, b) => loss(t.linear(x, w, b)));
  await check('layer norm', ['x', 's', 'b'], (x, s, b) => loss(t.layerNorm(x, s, b)));
  await check('row norm', ['x'], (x) => loss(t.rowNorm(x)));
  await check('spmm', ['x'], (x) => loss(t.spmm(sparse, x)));
  await check('spmm max', ['x'], (x) => loss(t.spmmMax(sparse, x)));
  await check('sddmm and softmax', ['narrow', 'x'], (a, x) =>
    loss(t.spmmWeighted(pattern, t.segmentSoftmax(pattern, t.sddmm(pattern, a, a, { op: 'add', heads: 2 })), x)),
  );
  for (const reduce of ['sum', 'mean', 'max']) {
    await check(`segment ${reduce}`, ['edge'], (e) => loss(t.segmentReduce(pattern, e, reduce)));
  }
  await check('attention', ['narrow', 'x'], (a, x) =>
    loss(t.fusedAttention(pattern, { queries: a, keys: a, values: x }, { heads: 2 })),
  );
  await check('gather and scatter', ['x'], (x) =>
    loss(
      t.scatterRows(
        t.gatherRows(x, labels),
        labels.map((label) => (label * 5) % 60),
        60,
      ),
    ),
  );
  const dropped = () => ({ rate: 0.4, key: t.dropoutKey(stream(api, 'dropout')), step: 3 });
  await check('dropout', ['x'], (x) => loss(t.dropout(x, dropped())));
  await check('prelu and dropout', ['x', 'slope'], (x, slope) => loss(t.preluDropout(x, slope, dropped())));
  const source = { values: normal(api, 'hops', 60 * 3 * 5), numRows: 60, hops: 3, width: 5 };
  await check('hop mix', ['mix', 'bias'], (mix, bias) => loss(t.hopMix(source, labels, mix, bias)));
  await check('join', ['x', 'y'], (x, y) => loss(t.concatColumns([t.scale(x, 2), t.meanOf([x, y]), t.addAll([x, y])])));
  free(sparse);
  free(pattern);
}
