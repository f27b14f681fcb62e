import { builtin } from '../../core/index.js';

/** A module whose one function is a relaxed product and sum, (x, y, sum) => x y + sum. */
const relaxedModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 8, 1, 96, 3, 123, 123, 123, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
);

/**
 * Whether the engine has relaxed SIMD (WebAssembly 3.0). Node 20 has it behind a flag of V8's, which is set here, once and only there: it
 * lets modules with these instructions through and changes nothing else. HETEROGRAPH_RELAXED_SIMD=0 turns it off, for the
 * same bits on every machine.
 */
export function hasRelaxedSimd(): boolean {
  if (typeof process !== 'undefined' && process.env?.HETEROGRAPH_RELAXED_SIMD === '0') return false;
  if (WebAssembly.validate(relaxedModule)) return true;
  if (typeof process === 'undefined' || !process.versions?.v8?.startsWith('11.')) return false;
  builtin<typeof import('node:v8')>('node:v8')?.setFlagsFromString('--experimental-wasm-relaxed-simd');
  return WebAssembly.validate(relaxedModule);
}
