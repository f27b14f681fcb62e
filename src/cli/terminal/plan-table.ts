import type { PrecomputationPlan } from '../../models/index.js';
import { sizeText } from './size-text.js';
import { textTable } from './text-table.js';

/** The plan of a pre-computation as a table for people. */
export function planTable({
  operators,
  makespan,
  peakBytes,
  minBytes,
  spills,
  resultBytes,
}: PrecomputationPlan): string {
  const rows = operators.map(({ operator, kind, device, start, ms, bytes }) => [
    ...[operator, kind, device, start.toFixed(1), ms.toFixed(2), sizeText(bytes)],
  ]);
  const memory = spills
    ? `groups of ${sizeText(resultBytes)} are written to files, and tensors that are not in use are spilled to disk`
    : `at most ${sizeText(peakBytes)} of memory, of which ${sizeText(resultBytes)} stay`;
  const end = `${operators.length} operators, ${(makespan / 1000).toFixed(2)} s predicted; ${memory}. The smallest --memory that works is ${sizeText(minBytes)} (${minBytes} bytes).`;
  return `${textTable(['operator', 'kind', 'device', 'start ms', 'ms', 'tensors'], rows)}\n\n${end}`;
}
