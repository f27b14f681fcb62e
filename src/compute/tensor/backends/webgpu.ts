import { unavailable } from './names.js';

/** The adapter the backend computes on. */
export interface WebGpuAdapter {
  /** As the driver names itself. */
  readonly name: string;
  /** True of a software adapter, which is slower than the embedded backend. */
  readonly isFallback: boolean;
}

interface Loader {
  loadWebGpu(): Promise<WebGpuAdapter>;
}

let adapter: WebGpuAdapter | undefined;

/**
 * Registers WebGPU with the engine, once.
 *
 * @throws {HeteroGraphError} BACKEND_UNAVAILABLE saying what is missing
 */
export async function openWebGpu(): Promise<WebGpuAdapter> {
  if (adapter === undefined) {
    const path: string = '../webgpu/load.js';
    let loader: Loader;
    try {
      loader = (await import(path)) as Loader;
    } catch (cause) {
      throw unavailable('webgpu', 'its kernels are not part of this build', 'Use threads.', cause);
    }
    adapter = await loader.loadWebGpu();
  }
  return adapter;
}
