/** The code of what a call throws; undefined where it throws nothing. */
export function codeOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
  return undefined;
}

/** The same of what a promise is rejected with. */
export async function codeOfPromise(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
  return undefined;
}
