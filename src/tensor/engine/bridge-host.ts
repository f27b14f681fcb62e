import * as tf from '@tensorflow/tfjs-core';
import { getPool, type Pool } from '../../compute/index.js';
import type { KernelHost, PlacedTensor } from '../threads/kernel-host.js';

/** The part of a backend with synchronous reads that the bridge needs. */
type ReadableBackend = tf.KernelBackend & { readSync(dataId: object): tf.backend_util.BackendValues };

interface Block {
  readonly address: number;
  readonly size: number;
  readonly dtype: 'float32' | 'int32';
}

/**
 * Lets an operation of ours run in the arena for a backend that keeps its tensors elsewhere: operands are copied in when their
 * address is asked for, results are copied out and become tensors of that backend. One bridge serves one call.
 */
export class BridgeHost implements KernelHost {
  readonly pool: Pool = getPool();
  readonly #backend: ReadableBackend;
  readonly #operands = new Map<object, Block>();
  readonly #made = new Map<object, Block>();

  constructor(backend: tf.KernelBackend) {
    this.#backend = backend as ReadableBackend;
  }

  allocate(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): PlacedTensor {
    const block = this.#block(tf.util.sizeFromShape(shape as number[]), dtype);
    const dataId = {};
    this.#made.set(dataId, block);
    return { dataId, shape: [...shape], dtype, address: block.address };
  }

  address(info: tf.TensorInfo): number {
    return this.#of(info).address;
  }

  values(info: tf.TensorInfo): Float32Array {
    return this.#view(this.#of(info)) as Float32Array;
  }

  disposeIntermediateTensorInfo({ dataId }: tf.TensorInfo): void {
    const block = this.#made.get(dataId);
    if (block === undefined) return;
    this.#made.delete(dataId);
    this.pool.arena.free(block.address);
  }

  /** The result as a tensor of the backend; an operand handed through is shared, not copied. */
  handOver(info: tf.TensorInfo): tf.TensorInfo {
    const block = this.#made.get(info.dataId);
    if (block === undefined) {
      this.#backend.incRef(info.dataId);
      return { dataId: info.dataId, shape: info.shape, dtype: info.dtype };
    }
    // A copy that lies outside shared memory, which native code does not take.
    const dataId = this.#backend.write(this.#view(block).slice(), info.shape, info.dtype);
    return { dataId, shape: info.shape, dtype: info.dtype };
  }

  /** Gives back every block. */
  dispose(): void {
    for (const blocks of [this.#operands, this.#made]) {
      for (const { address } of blocks.values()) this.pool.arena.free(address);
      blocks.clear();
    }
  }

  #of({ dataId, dtype }: tf.TensorInfo): Block {
    const known = this.#made.get(dataId) ?? this.#operands.get(dataId);
    if (known !== undefined) return known;
    const { tensorInfo } = tf.engine().state;
    const at = tensorInfo.get(dataId)?.backend;
    if (at !== undefined && at !== this.#backend) tf.engine().moveData(this.#backend, dataId);
    const from = this.#backend.readSync(dataId) as ArrayLike<number>;
    const block = this.#block(from.length, dtype === 'int32' ? 'int32' : 'float32');
    this.#operands.set(dataId, block);
    this.#view(block).set(from);
    return block;
  }

  #block(size: number, dtype: 'float32' | 'int32'): Block {
    return { address: this.pool.arena.alloc(size * 4), size, dtype };
  }

  #view({ address, size, dtype }: Block): Float32Array | Int32Array {
    const { arena } = this.pool;
    return dtype === 'int32' ? arena.int32(address, size) : arena.float32(address, size);
  }
}

/** Runs an operation in the arena for `backend`; nothing of it stays there, whatever happens. */
export function bridged(
  backend: tf.KernelBackend,
  forward: (host: KernelHost) => tf.TensorInfo | tf.TensorInfo[],
): tf.TensorInfo | tf.TensorInfo[] {
  const host = new BridgeHost(backend);
  try {
    const outputs = forward(host);
    return Array.isArray(outputs) ? outputs.map((output) => host.handOver(output)) : host.handOver(outputs);
  } finally {
    host.dispose();
  }
}
