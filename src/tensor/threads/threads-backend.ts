import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { getPool, type Pool } from '../../compute/index.js';
import type { KernelHost, PlacedTensor } from './kernel-host.js';

type Values = Parameters<MathBackendCPU['write']>[0];

/** What the plain backend keeps of a tensor, and where its values lie in the arena, if they do. */
interface Entry {
  values?: Values;
  dtype: tf.DataType;
  refCount: number;
  address?: number;
}

/**
 * The embedded backend: TensorFlow.js's plain one with our kernels in its place wherever a training step spends time.
 * Tensors of our kernels lie in the shared arena; those of inherited kernels lie on the JavaScript heap until one of ours
 * wants them.
 */
export class ThreadsBackend extends MathBackendCPU implements KernelHost {
  readonly pool: Pool = getPool();

  /** Takes values as they are; views of the arena are copied, since the tensor they belong to may go first. */
  override write(values: Values, _shape: number[], dtype: tf.DataType): object {
    const dataId = {};
    this.move(dataId, values, _shape, dtype, 1);
    return dataId;
  }

  override move(dataId: object, values: Values, _shape: number[], dtype: tf.DataType, refCount: number): void {
    const shared = ArrayBuffer.isView(values) && this.pool.arena.owns(values as Float32Array);
    this.data.set(dataId, { values: shared ? (values as Float32Array).slice() : values, dtype, refCount });
  }

  /** A copy: the memory is used again after disposal. */
  override readSync(dataId: object): ReturnType<MathBackendCPU['readSync']> {
    const values = super.readSync(dataId);
    return this.#entry(dataId).address === undefined ? values : (values as Float32Array).slice();
  }

  override disposeData(dataId: object, force = false): boolean {
    const address = this.data.has(dataId) ? this.#entry(dataId).address : undefined;
    const gone = super.disposeData(dataId, force);
    if (gone && address !== undefined) this.pool.arena.free(address);
    return gone;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  /** A tensor in the arena; its values are whatever was there. */
  allocate(shape: readonly number[], dtype: 'float32' | 'int32' = 'float32'): PlacedTensor {
    const size = tf.util.sizeFromShape(shape as number[]);
    const { arena } = this.pool;
    const address = arena.alloc(size * 4);
    const values = dtype === 'int32' ? arena.int32(address, size) : arena.float32(address, size);
    const dataId = {};
    const entry: Entry = { values, dtype, refCount: 1, address };
    this.data.set(dataId, entry as ReturnType<typeof this.data.get>);
    return { dataId, shape: [...shape], dtype, address };
  }

  /** Where the values of a float32 or int32 tensor lie; those on the heap move into the arena for good. */
  address({ dataId, dtype }: tf.TensorInfo): number {
    const entry = this.#entry(dataId);
    if (entry.address !== undefined) return entry.address;
    const { arena } = this.pool;
    const from = entry.values as ArrayLike<number>;
    const address = arena.alloc(from.length * 4);
    const values = dtype === 'int32' ? arena.int32(address, from.length) : arena.float32(address, from.length);
    values.set(from);
    entry.values = values;
    entry.address = address;
    return address;
  }

  /** The values themselves, not a copy, in the arena. Never kept beyond the call. */
  values(info: tf.TensorInfo): Float32Array {
    this.address(info);
    return this.#entry(info.dataId).values as Float32Array;
  }

  isShared(info: tf.TensorInfo): boolean {
    return this.#entry(info.dataId).refCount > 1;
  }

  #entry(dataId: object): Entry {
    return this.data.get(dataId);
  }
}
