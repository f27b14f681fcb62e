import { HeteroGraphError } from '../../core/index.js';

/** What tensors are computed by: `threads` (ours, the default), TensorFlow's native library, a GPU, plain JavaScript. */
export type BackendName = 'threads' | 'tensorflow' | 'webgpu' | 'cpu';

export const backendNames: readonly BackendName[] = ['threads', 'tensorflow', 'webgpu', 'cpu'];

/** @throws {HeteroGraphError} INVALID_OPTION where `text` names no backend; `where` says who asked for it */
export function parseBackend(text: string, where: string): BackendName | 'auto' {
  if (text === 'auto' || backendNames.includes(text as BackendName)) return text as BackendName | 'auto';
  throw new HeteroGraphError('INVALID_OPTION', `${where} is "${text}".`, {
    hint: `Use auto, ${backendNames.join(', ')}.`,
  });
}

/** The backend that HETEROGRAPH_BACKEND names, if it names one. @throws {HeteroGraphError} INVALID_OPTION */
export function backendOfEnvironment(): BackendName | 'auto' | undefined {
  const text = typeof process === 'undefined' ? undefined : process.env?.HETEROGRAPH_BACKEND;
  return text === undefined || text === '' ? undefined : parseBackend(text, 'HETEROGRAPH_BACKEND');
}

/** The error of a backend that was asked for and is not there. */
export function unavailable(name: BackendName, why: string, hint: string, cause?: unknown): HeteroGraphError {
  return new HeteroGraphError('BACKEND_UNAVAILABLE', `The backend ${name} is not available: ${why}.`, { hint, cause });
}
