import type { KnownLabels } from '../learners/types.js';
import type { ForecastTask } from '../tasks/types.js';

/** All labels of a task, each known from the end of its window on. */
export function knownLabels({ train, valid, test, horizon }: ForecastTask): KnownLabels {
  const parts = [train, valid, test];
  return {
    rows: Int32Array.from(parts.flatMap(({ rows }) => [...rows])),
    until: Float64Array.from(parts.flatMap(({ times }) => Array.from(times, (time) => time + horizon))),
    labels: Float64Array.from(parts.flatMap(({ labels }) => [...labels])),
  };
}
