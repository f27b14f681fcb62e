import * as tf from '@tensorflow/tfjs-core';
import { sigmoidLossInto, softmaxLossInto } from '../../compute/internal.js';
import { checkRows } from '../../core/index.js';
import { defineOp } from '../engine/define-op.js';
import { expectLength, expectShape } from '../engine/shapes.js';
import * as gpu from '../webgpu/losses.js';

interface Attributes {
  readonly kind: 'labels' | 'multi-hot' | 'sigmoid';
  readonly truth: Int32Array | Uint8Array | Float32Array;
}

/** Loss and gradient in one pass; the gradient waits for the way back. */
const op = defineOp<Attributes>({
  name: 'HeteroCrossEntropy',
  webgpu: (backend, { logits }, attributes) => gpu.crossEntropy(backend, logits!, attributes),
  forward(host, { logits }, { kind, truth }) {
    const [rows, classes] = logits!.shape as [number, number];
    const { arena } = host.pool;
    const gradient = host.allocate([rows, classes]);
    const truthAt = arena.alloc(truth.length * 4);
    if (kind === 'labels') arena.int32(truthAt, truth.length).set(truth);
    else arena.float32(truthAt, truth.length).set(truth);
    const shape = { logits: host.address(logits!), gradient: gradient.address, rows, classes };
    const loss = host.allocate([]);
    let value: number;
    if (kind === 'sigmoid') value = sigmoidLossInto(host.pool, shape, truthAt);
    else value = softmaxLossInto(host.pool, shape, { [kind === 'labels' ? 'labels' : 'targets']: truthAt });
    host.values(loss)[0] = value;
    arena.free(truthAt);
    return [loss, gradient];
  },
  saves: { outputs: [false, true] },
  gradient: ([dLoss], [gradient]) => ({ logits: () => tf.mul(gradient!, dLoss!) }),
});

function run(logits: tf.Tensor, attributes: Attributes): tf.Scalar {
  const [loss, gradient] = op({ logits }, attributes) as [tf.Scalar, tf.Tensor];
  gradient.dispose();
  return loss;
}

/**
 * Mean over rows of -log softmax(z)_y. logits [B, C], labels [B] in [0, C).
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH, INDEX_OUT_OF_RANGE
 */
export function softmaxCrossEntropy(logits: tf.Tensor, labels: Int32Array): tf.Scalar {
  expectShape('Logits', logits, [-1, -1]);
  expectLength('The array of labels', labels, logits.shape[0]!);
  checkRows(labels, logits.shape[1]!, 'labels');
  return run(logits, { kind: 'labels', truth: labels });
}

/**
 * Binary cross entropy of sigmoid(z), mean over rows and classes. targets [B, C] in [0, 1].
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function sigmoidCrossEntropy(logits: tf.Tensor, targets: Uint8Array | Float32Array): tf.Scalar {
  expectShape('Logits', logits, [-1, -1]);
  expectLength('The array of targets', targets, logits.size);
  return run(logits, { kind: 'sigmoid', truth: targets });
}

/**
 * Mean over rows of -SUM over the labels of log softmax(z)_c; the multi-hot targets [B, C] are not normalised.
 *
 * @throws {HeteroGraphError} SHAPE_MISMATCH
 */
export function multiHotCrossEntropy(logits: tf.Tensor, targets: Uint8Array | Float32Array): tf.Scalar {
  expectShape('Logits', logits, [-1, -1]);
  expectLength('The array of targets', targets, logits.size);
  return run(logits, { kind: 'multi-hot', truth: targets });
}
