// The settings of RpHGNN that a benchmark runs with.
import { rphgnnPresets } from '../dist/models/index.js';
import { failure } from './arguments.mjs';

/** The published settings for a data set; for a quick run the same model, tiny. */
export function presetOf(name, quick = false) {
  const preset = Object.hasOwn(rphgnnPresets, name) ? rphgnnPresets[name] : undefined;
  if (!preset) throw failure(`No settings for '${name}'. Known are: ${Object.keys(rphgnnPresets).join(', ')}.`);
  return quick ? { ...preset, hops: 2, inputWidth: 16, embeddingWidth: 8, hidden: 8 } : preset;
}
