import type { RandomStream } from '../core/index.js';

/** In training mode every random bit of a forward pass comes from `random`, a stream named by seed and step. */
export type ForwardMode = { readonly training: false } | { readonly training: true; readonly random: RandomStream };
