import { getPool } from '../../compute/index.js';
import { HeteroGraphError } from '../../core/index.js';
import { type BackendName, backendNames } from './names.js';
import { openTensorFlow } from './tensorflow.js';
import { openWebGpu } from './webgpu.js';

/** Whether a backend can be selected here. */
export interface BackendStatus {
  readonly name: BackendName;
  readonly available: boolean;
  /** What it runs on, or why it is not available. */
  readonly detail: string;
  /** How to get it, where it is not available. */
  readonly hint?: string;
}

const describe: Readonly<Record<BackendName, () => string | Promise<string>>> = {
  threads() {
    const { threads } = getPool();
    return `WebAssembly SIMD, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
  },
  async tensorflow() {
    return `TensorFlow ${await openTensorFlow()}`;
  },
  async webgpu() {
    const { name, isFallback } = await openWebGpu();
    return `${name}${isFallback ? ' (a software adapter: slower than threads)' : ''}`;
  },
  cpu: () => 'plain JavaScript, for comparison',
};

/** Every backend, tried for real: the optional ones are loaded. The one in use stays in use. */
export async function availableBackends(): Promise<readonly BackendStatus[]> {
  const found: BackendStatus[] = [];
  for (const name of backendNames) {
    try {
      found.push({ name, available: true, detail: await describe[name]() });
    } catch (error) {
      if (!(error instanceof HeteroGraphError)) throw error;
      const { hint } = error;
      const reason = error.message.replace(`The backend ${name} is not available: `, '');
      const detail = hint === undefined ? reason : reason.replace(` ${hint}`, '');
      found.push({ name, available: false, detail, ...(hint === undefined ? {} : { hint }) });
    }
  }
  return found;
}
