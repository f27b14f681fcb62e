import { throwIfAborted } from '../../../core/index.js';

/** What a promise gives, unless the signal is aborted before. @throws {HeteroGraphError} ABORTED, at once */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let hear = () => {};
  const aborted = new Promise<never>((_, reject) => {
    hear = () => {
      try {
        throwIfAborted(signal);
      } catch (error) {
        reject(error);
      }
    };
    hear();
    signal.addEventListener('abort', hear);
  });
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', hear));
}

/** Waits. @throws {HeteroGraphError} ABORTED, at once */
export async function waited(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  return untilAborted(over, signal).finally(() => clearTimeout(timer));
}
