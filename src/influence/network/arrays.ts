import { getPool } from '../../compute/index.js';

const free = new WeakMap<object, () => void>();
const freed = new FinalizationRegistry<() => void>((free) => free());

/**
 * Memory of the large arrays of a network, zeros, where the kernels read them without a copy; it is given back some time after the array
 * is no longer reachable, or by {@link releaseArrays}. Take no `subarray` of it to keep: {@link firstOf} does.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY
 */
export function networkInt32(length: number): Int32Array {
  const { arena } = getPool();
  const pointer = arena.alloc(length * 4);
  const values = arena.int32(pointer, length).fill(0);
  freed.register(values, () => arena.free(pointer), values);
  free.set(values, () => arena.free(pointer));
  return values;
}

/** {@link networkInt32} of unsigned numbers. */
export function networkUint32(length: number): Uint32Array {
  return viewOf(networkInt32(length), (words) => new Uint32Array(words.buffer, words.byteOffset, length));
}

/** The first values of an array of a network, without a copy. */
export function firstOf<T extends Int32Array | Uint32Array>(values: T, length: number): T {
  return length === values.length ? values : viewOf(values, () => values.subarray(0, length) as T);
}

const wholes = new WeakMap<object, object>();

/** A view that keeps the array alive whose memory it shows. */
function viewOf<T extends object, V extends object>(values: T, make: (values: T) => V): V {
  const view = make(values);
  wholes.set(view, values);
  return view;
}

/** Gives back the memory of arrays at once. Nobody may read them, or views of them, afterwards. */
export function releaseArrays(...arrays: readonly (object | undefined)[]): void {
  for (let array of arrays) {
    for (let whole = array; whole; whole = wholes.get(whole)) array = whole;
    if (!array) continue;
    free.get(array)?.();
    free.delete(array);
    freed.unregister(array);
  }
}
