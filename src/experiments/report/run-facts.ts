import { cpus } from 'node:os';

/** What a report says of the machine and of what the run cost. */
export function runFacts(
  { totalSeconds, peakMiB }: { readonly totalSeconds: number; readonly peakMiB: number },
  more: Readonly<Record<string, string | number>> = {},
): Readonly<Record<string, string | number>> {
  return {
    'seconds in all': totalSeconds.toFixed(1),
    'peak memory': `${Math.round(peakMiB)} MiB`,
    ...more,
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    'Node.js': process.version,
  };
}
