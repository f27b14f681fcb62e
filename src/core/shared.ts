/**
 * Typed arrays over SharedArrayBuffer, so that threads read them without a copy; over a plain buffer where there is none, as in a
 * page that is not cross-origin isolated (and so has no threads to share with).
 */

export function sharedInt32(length: number): Int32Array {
  return new Int32Array(sharedBuffer(length * 4));
}

export function sharedFloat32(length: number): Float32Array {
  return new Float32Array(sharedBuffer(length * 4));
}

function sharedBuffer(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}
