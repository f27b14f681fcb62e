import { sharedInt32 } from '../../core/index.js';

/** Memory of the large arrays of a network, zeros: one place that says where they lie. */
export function networkInt32(length: number): Int32Array {
  return sharedInt32(length);
}

export function networkUint32(length: number): Uint32Array {
  return new Uint32Array(sharedInt32(length).buffer);
}
