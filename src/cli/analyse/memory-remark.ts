import { freemem } from 'node:os';
import type { MemoryEstimate } from '../../analytics/index.js';
import { sizeText } from '../terminal/size-text.js';

/** Below this nobody minds. */
const WORTH_SAYING = 100 * 2 ** 20;

/** What people are told of the memory that an analysis will take, before it does; undefined where it is little. */
export function memoryRemark({ total }: MemoryEstimate, available = availableMemory()): string | undefined {
  if (total > available)
    return `This takes up to ${sizeText(total)} of memory beside the graph, and ${sizeText(available)} are free: choose fewer relations, or free some.`;
  return total < WORTH_SAYING ? undefined : `This takes up to ${sizeText(total)} of memory beside the graph.`;
}

/** What the system can give without paging; Node before 20.13 counts files that are kept in memory as taken. */
function availableMemory(): number {
  const { availableMemory: available } = process as { availableMemory?: () => number };
  return available?.() ?? freemem();
}
