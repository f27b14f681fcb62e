import { HeteroGraphError } from '../../core/index.js';
import { plainKernels, relaxedKernels } from '../assembly/generated/kernels.js';

const page = 65_536;
const maxPages = 65_536;
/** A memory that cannot be shared is reserved at its full size, up to this many pages. */
const unsharedPages = 32_768;
const notShared = 1;

/** A compiled module of the kernels and the memory it runs on. */
export interface KernelModule {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Bytes the memory may grow to. */
  readonly limit: number;
}

/**
 * The kernels for a memory that threads share, which grows to 4 GiB; or for a plain one. Growing a plain memory would detach every
 * array over it, so it gets its full size, up to 2 GiB, at once: systems give the pages only as they are touched.
 * Relaxed kernels need {@link hasRelaxedSimd}. Where that much address space is not available, half is tried, down to 64 MiB.
 *
 * @throws {HeteroGraphError} OUT_OF_MEMORY
 */
export function compileKernels(shared: boolean, relaxed: boolean): KernelModule {
  const module = compiled(shared, relaxed);
  for (let pages = shared ? maxPages : unsharedPages; ; pages /= 2) {
    try {
      const initial = shared ? 32 : pages;
      return { module, memory: new WebAssembly.Memory({ initial, maximum: pages, shared }), limit: pages * page };
    } catch (cause) {
      if (pages > 1024) continue;
      throw new HeteroGraphError('OUT_OF_MEMORY', 'No memory of 64 MiB could be reserved for the kernels.', {
        hint: 'Close other programs or pages.',
        cause,
      });
    }
  }
}

const modules = new Map<string, WebAssembly.Module>();

/** The module, compiled once of each kind. */
function compiled(shared: boolean, relaxed: boolean): WebAssembly.Module {
  const kind = `${shared} ${relaxed}`;
  let module = modules.get(kind);
  if (!module) {
    const { base64, memoryFlagsAt } = relaxed ? relaxedKernels : plainKernels;
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    if (!shared) bytes[memoryFlagsAt] = notShared;
    module = new WebAssembly.Module(bytes);
    modules.set(kind, module);
  }
  return module;
}
