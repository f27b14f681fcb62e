/** Node's modules without an import, which a bundle for browsers could not resolve; undefined elsewhere. */
export function builtin<T>(name: string): T | undefined {
  return typeof process === 'undefined' ? undefined : (process.getBuiltinModule?.(name) as T | undefined);
}
