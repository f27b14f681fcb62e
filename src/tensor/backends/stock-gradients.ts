/**
 * Gradients of the stock operations that our layers are composed of. The core package for Node carries none (the umbrella
 * package registers its own).
 */
import * as tf from '@tensorflow/tfjs-core';

type Thunks = Record<string, () => tf.Tensor>;
type Attributes = Readonly<Record<string, unknown>>;

interface Stock {
  readonly inputs?: readonly string[];
  readonly output?: boolean;
  /** Variadic operations save all inputs. */
  readonly all?: boolean;
  gradient(dy: tf.Tensor, saved: tf.Tensor[], attributes: Attributes): Thunks;
}

/** Sums a gradient over the axes along which `shape` was broadcast. */
function reduceTo(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

function binary(ofA: (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor, ofB: typeof ofA): Stock {
  return {
    inputs: ['a', 'b'],
    gradient: (dy, [a, b]) => ({
      a: () => reduceTo(ofA(dy, a!, b!), a!.shape),
      b: () => reduceTo(ofB(dy, a!, b!), b!.shape),
    }),
  };
}

/** Of one input: from the input, or from the output. */
function unary(from: 'x' | 'y', f: (dy: tf.Tensor, saved: tf.Tensor, attributes: Attributes) => tf.Tensor): Stock {
  const saves = from === 'x' ? { inputs: ['x'] } : { output: true };
  return { ...saves, gradient: (dy, [saved], attributes) => ({ x: () => f(dy, saved!, attributes) }) };
}

/** Lays the gradient of a reduction over the reduced axes again. */
function spread(dy: tf.Tensor, x: tf.Tensor, axis: unknown, factor: number): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis as number | number[], x.shape);
  const shape = x.shape.map((extent, i) => (axes.includes(i) ? 1 : extent));
  return tf.mul(tf.reshape(dy, shape), tf.fill(x.shape, factor));
}

const matMul: Stock = {
  inputs: ['a', 'b'],
  gradient(dy, [a, b], { transposeA, transposeB }) {
    const [x, y] = [a!, b!];
    if (transposeA) {
      return {
        a: () => tf.matMul(y, dy, Boolean(transposeB), true),
        b: () => (transposeB ? tf.matMul(dy, x, true, true) : tf.matMul(x, dy)),
      };
    }
    return {
      a: () => tf.matMul(dy, y, false, !transposeB),
      b: () => (transposeB ? tf.matMul(dy, x, true, false) : tf.matMul(x, dy, true, false)),
    };
  },
};

const concat: Stock = {
  all: true,
  gradient(dy, saved, { axis }) {
    const at = tf.util.parseAxisParam(axis as number, saved[0]!.shape)[0]!;
    const parts = tf.split(
      dy,
      saved.map((tensor) => tensor.shape[at]!),
      at,
    );
    return Object.fromEntries(parts.map((part, i) => [i, () => tf.clone(part)]));
  },
};

const softmax: Stock = {
  output: true,
  gradient: (dy, [y], { dim }) => ({
    logits: () => {
      const weighted = tf.mul(dy, y!);
      return tf.sub(weighted, tf.mul(tf.sum(weighted, [dim as number], true), y!));
    },
  }),
};

const gatherRows: Stock = {
  inputs: ['x', 'indices'],
  gradient(dy, [x, indices], { axis, batchDims }) {
    tf.util.assert(axis === 0 && !batchDims, () => 'Only gathers of whole rows have a gradient.');
    return { x: () => tf.unsortedSegmentSum(dy, indices as tf.Tensor1D, x!.shape[0]!) };
  },
};

const slice: Stock = {
  inputs: ['x'],
  gradient(dy, [x], { begin, size }) {
    const [start, extent] = tf.slice_util.parseSliceParams(x!, begin as number[], size as number[]);
    const paddings = x!.shape.map((n, i): [number, number] => [start![i]!, n - start![i]! - extent![i]!]);
    return { x: () => tf.pad(dy, paddings) };
  },
};

const stock: Readonly<Record<string, Stock>> = {
  Add: binary(
    (dy) => dy,
    (dy) => dy,
  ),
  Sub: binary(
    (dy) => dy,
    (dy) => tf.neg(dy),
  ),
  Multiply: binary(
    (dy, _, b) => tf.mul(dy, b),
    (dy, a) => tf.mul(dy, a),
  ),
  RealDiv: binary(
    (dy, _, b) => tf.div(dy, b),
    (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b))),
  ),
  // Where both are equal the gradient goes to a.
  Maximum: binary(
    (dy, a, b) => tf.mul(dy, tf.sub(tf.scalar(1), tf.step(tf.sub(b, a)))),
    (dy, a, b) => tf.mul(dy, tf.step(tf.sub(b, a))),
  ),
  Minimum: binary(
    (dy, a, b) => tf.mul(dy, tf.sub(tf.scalar(1), tf.step(tf.sub(a, b)))),
    (dy, a, b) => tf.mul(dy, tf.step(tf.sub(a, b))),
  ),
  AddN: {
    all: true,
    gradient: (dy, saved) => Object.fromEntries(saved.map((_, i) => [i, () => tf.clone(dy)])),
  },
  BatchMatMul: matMul,
  Concat: concat,
  GatherV2: gatherRows,
  Slice: slice,
  Softmax: softmax,
  Transpose: {
    gradient: (dy, _, { perm }) => ({
      x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])),
    }),
  },
  Cast: { gradient: (dy) => ({ x: () => tf.clone(dy) }) },
  Identity: { gradient: (dy) => ({ x: () => tf.clone(dy) }) },
  Reshape: unary('x', (dy, x) => tf.reshape(dy, x.shape)),
  Sum: unary('x', (dy, x, { axis }) => spread(dy, x, axis, 1)),
  Mean: unary('x', (dy, x, { axis }) => {
    const count = tf.util.parseAxisParam(axis as number[], x.shape).reduce((n, i) => n * x.shape[i]!, 1);
    return spread(dy, x, axis, 1 / count);
  }),
  Relu: unary('x', (dy, x) => tf.mul(dy, tf.step(x))),
  LeakyRelu: unary('x', (dy, x, { alpha }) => tf.mul(dy, tf.step(x, alpha as number))),
  Prelu: {
    inputs: ['x', 'alpha'],
    gradient: (dy, [x, alpha]) => ({
      x: () => {
        const positive = tf.step(x!);
        return tf.mul(dy, tf.add(positive, tf.mul(alpha!, tf.sub(tf.scalar(1), positive))));
      },
      alpha: () => reduceTo(tf.mul(dy, tf.minimum(x!, tf.scalar(0))), alpha!.shape),
    }),
  },
  Neg: unary('x', (dy) => tf.neg(dy)),
  Abs: unary('x', (dy, x) => tf.mul(dy, tf.sub(tf.step(x), tf.step(tf.neg(x))))),
  Square: unary('x', (dy, x) => tf.mul(dy, tf.mul(x, tf.scalar(2)))),
  Sqrt: unary('y', (dy, y) => tf.div(dy, tf.mul(y, tf.scalar(2)))),
  Rsqrt: unary('y', (dy, y) => tf.mul(dy, tf.mul(tf.mul(y, tf.square(y)), tf.scalar(-0.5)))),
  Exp: unary('y', (dy, y) => tf.mul(dy, y)),
  Log: unary('x', (dy, x) => tf.div(dy, x)),
  Sigmoid: unary('y', (dy, y) => tf.mul(dy, tf.mul(y, tf.sub(tf.scalar(1), y)))),
  Tanh: unary('y', (dy, y) => tf.mul(dy, tf.sub(tf.scalar(1), tf.square(y)))),
};

/** Gradients of several outputs, which the table's form does not fit. */
const splitGradient: tf.GradFunc = (dy, _, attributes) => ({
  x: () => tf.concat(dy as tf.Tensor[], (attributes as unknown as { axis: number }).axis),
});

let configs: readonly tf.GradConfig[] | undefined;

function ownConfigs(): readonly tf.GradConfig[] {
  configs ??= [
    { kernelName: 'SplitV', gradFunc: splitGradient },
    ...Object.entries(stock).map(([kernelName, { inputs = [], output, all, gradient }]) => ({
      kernelName,
      inputsToSave: [...inputs],
      outputsToSave: output ? [true] : [],
      saveAllInputs: all ?? false,
      gradFunc: ((dy, saved, attributes) =>
        gradient(dy as tf.Tensor, saved, (attributes ?? {}) as unknown as Attributes)) as tf.GradFunc,
    })),
  ];
  return configs;
}

/**
 * Puts our gradients in place, also of those that another package brought: they are the same on every backend, and the union
 * package's do not sum over broadcast axes everywhere. Of gathers the other's is kept, which is more general.
 */
export function registerStockGradients(): void {
  for (const config of ownConfigs()) {
    const present = tf.getGradient(config.kernelName);
    if (present === config || (present && config.kernelName === 'GatherV2')) continue;
    if (present) tf.unregisterGradient(config.kernelName);
    tf.registerGradient(config);
  }
}
