import * as tf from '@tensorflow/tfjs-core';
import { unavailable } from './names.js';
import { registerEmptyResults } from './webgpu-empty.js';

/** For Node alone; a name that is not written in the import keeps it out of bundles for browsers. */
const dawnPackage = 'webgpu';

/** What we use of an adapter. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly isFallbackAdapter?: boolean;
}

interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>;
}

const install = 'npm install webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0';

/**
 * Registers TensorFlow.js's WebGPU backend with the engine: on the browser's navigator.gpu, in Node on Dawn
 * (npm `webgpu`). Dawn takes the Vulkan driver that the loader finds; VK_DRIVER_FILES names another.
 *
 * @returns the adapter's name, and whether it is software
 * @throws {HeteroGraphError} BACKEND_UNAVAILABLE naming what is missing: a package, a driver
 */
export async function loadWebGpu(): Promise<{ readonly name: string; readonly isFallback: boolean }> {
  const gpu = await findGpu();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) {
    const hint = 'Install a Vulkan driver (VK_DRIVER_FILES names one that is not found), or use threads.';
    throw unavailable('webgpu', 'no adapter was found', hint);
  }
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch (cause) {
    throw unavailable('webgpu', 'the package @tensorflow/tfjs-backend-webgpu cannot be loaded', install, cause);
  }
  if (tf.findBackendFactory('webgpu') === null) {
    throw unavailable(
      'webgpu',
      '@tensorflow/tfjs-backend-webgpu was loaded before there was a GPU',
      'Load it through heterograph alone.',
    );
  }
  registerEmptyResults();
  // Small results otherwise go to the plain backend, which would make two devices of one.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const { info } = adapter;
  const name = [info.vendor, info.architecture, info.device, info.description].filter((part) => part).join(' ');
  return { name, isFallback: adapter.isFallbackAdapter ?? info.isFallbackAdapter ?? false };
}

async function findGpu(): Promise<Gpu> {
  const scope = globalThis as { navigator?: { gpu?: Gpu } };
  if (scope.navigator?.gpu) return scope.navigator.gpu;
  if (typeof process === 'undefined' || process.versions?.node === undefined) {
    throw unavailable('webgpu', 'this browser has no WebGPU', 'Use threads.');
  }
  let dawn: { create(options: string[]): Gpu; globals: object };
  try {
    dawn = (await import(/* @vite-ignore */ dawnPackage)) as unknown as typeof dawn;
  } catch (cause) {
    throw unavailable('webgpu', 'the package webgpu cannot be loaded', install, cause);
  }
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  if (scope.navigator) Object.defineProperty(scope.navigator, 'gpu', { value: gpu, configurable: true });
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  return gpu;
}
