/**
 * The types of zod/mini that this library's declarations name. In `dist` declarations import them from here (see `scripts/declarations.mjs`):
 * zod's own do not compile as CommonJS without `esModuleInterop`. A schema of zod/mini is one of these.
 */
export interface ZodMiniType<Output = unknown> {
  readonly _zod: { readonly output: Output };
}
