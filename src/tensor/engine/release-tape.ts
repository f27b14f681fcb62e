import * as tf from '@tensorflow/tfjs-core';

/** Operations of TensorFlow.js whose gradients read nothing of what they save but its shape. */
const readShapesOnly = new Set(['Add', 'AddN', 'Sub', 'Concat', 'Slice', 'Reshape', 'Sum', 'Mean', 'Neg']);
/** Of operations of ours only the first output has a gradient (see `OpDefinition`). */
const isOurs = (name: string) => name.startsWith('Hetero');

/**
 * Called at the end of a function that is differentiated: makes the pass backwards free what operations saved, and the gradients of
 * what they gave, as soon as it is past them. The engine alone keeps all of it to the end. Nothing is done inside another gradient, which
 * may read the tape again.
 */
export function releaseTapeAsRead(): void {
  const { activeTape: tape, gradientDepth } = tf.engine().state;
  if (!tape || gradientDepth > 1) return;
  let end = tape.length;
  let read: tf.Tensor[] = [];
  for (const [i, node] of tape.entries()) {
    const { kernelName, gradient, saved = [] } = node;
    if (readShapesOnly.has(kernelName)) tf.dispose(saved);
    if (!gradient) continue;
    node.gradient = (dys) => {
      tf.dispose(read);
      while (end > i + 1) tf.dispose(tape[--end]!.saved ?? []);
      read = dys.filter((dy) => dy !== null && dy !== undefined);
      const given = new Set(read);
      const gradients = gradient(isOurs(kernelName) ? dys.slice(0, 1) : dys);
      return Object.fromEntries(
        Object.entries(gradients).map(([name, compute]) => [name, () => ownTensor(compute(), given)]),
      );
    };
  }
}

/** A gradient as a tensor that nobody else holds: what was read is freed, and the engine frees gradients that it adds up. */
function ownTensor(gradient: tf.Tensor, given: Set<tf.Tensor>): tf.Tensor {
  const own = given.has(gradient) ? tf.clone(gradient) : gradient;
  given.add(own);
  return own;
}
