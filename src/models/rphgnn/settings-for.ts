import type { SettingsForProblem } from '../core/definition.js';
import type { Problem } from '../core/types.js';
import type { RpHgnnSettings } from './settings.js';

/** Hops and partitions of labels where they are an input without having been asked for. */
const LABELS = { hops: 4, partitions: 10 } as const;

/**
 * The target's own features as they are, where it has some. Where it has none, its labels: its rows would be told apart by random vectors
 * alone, and the model is of use on these nodes only anyway.
 */
export function rphgnnSettingsFor({ kind, graph, nodeType, split }: Problem): SettingsForProblem<RpHgnnSettings> {
  if (graph.features(nodeType)) {
    return {
      settings: { useInput: true },
      reasons: [`useInput: true, since ${nodeType} has features of its own, which averages of neighbours would blur`],
    };
  }
  const { hops, partitions } = LABELS;
  if (kind === 'regression' || split.train.length < partitions) return { settings: {}, reasons: [] };
  return {
    settings: { labels: LABELS },
    reasons: [
      `labels: of rows up to ${hops} hops away, hidden in ${partitions} parts, since ${nodeType} has no features`,
    ],
  };
}
