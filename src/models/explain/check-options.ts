import * as z from 'zod/mini';
import { checkOptions, option } from '../../core/index.js';
import type { ExplainOptions } from '../core/explanation.js';

const optionsSchema = z.looseObject({
  method: z.optional(z.enum(['attention', 'occlusion'])),
  top: z.optional(option.countFrom(0)),
  maxEdges: z.optional(option.count),
  trials: z.optional(option.countFrom(0)),
  seed: z.optional(option.seed),
});

/** Refuses options of explanations alone; those of inference are checked where the network is found. */
export function checkExplainOptions(options: ExplainOptions): void {
  checkOptions(optionsSchema, options);
}
