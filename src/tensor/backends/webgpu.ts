/** The adapter the backend computes on. */
export interface WebGpuAdapter {
  /** As the driver names itself. */
  readonly name: string;
  /** True of a software adapter, which is slower than the embedded backend. */
  readonly isFallback: boolean;
}

let adapter: WebGpuAdapter | undefined;

/**
 * Registers WebGPU with the engine, once.
 *
 * @throws {HeteroGraphError} BACKEND_UNAVAILABLE saying what is missing
 */
export async function openWebGpu(): Promise<WebGpuAdapter> {
  if (adapter === undefined) {
    const { loadWebGpu } = await import('./webgpu-load.js');
    adapter = await loadWebGpu();
  }
  return adapter;
}
