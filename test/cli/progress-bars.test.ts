import { afterEach, describe, expect, it, vi } from 'vitest';
import { ProgressBars } from '../../src/cli/terminal/progress-bars.js';

/** What is written to stderr where it is no terminal. */
function linesOf(isSilent: boolean, use: (bars: ProgressBars) => void): string[] {
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  const bars = new ProgressBars(isSilent);
  use(bars);
  bars.stop();
  return lines;
}

afterEach(() => void vi.restoreAllMocks());

describe('progress without a terminal', () => {
  it('is a line at the end of a stage: bytes in megabytes, other units as they are', () => {
    const lines = linesOf(false, (bars) => {
      bars.onProgress({ stage: 'read', done: 1_000_000, total: 3_500_000, unit: 'bytes' });
      bars.onProgress({ stage: 'read', done: 3_500_000, total: 3_500_000, unit: 'bytes' });
      bars.onProgress({
        stage: 'train',
        done: 4,
        total: 4,
        unit: 'epochs',
        values: { loss: 0.25, 'valid/microF1': 0.5 },
      });
    });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^ {2}read +3\.5\/3\.5 MB {2}\d+\.\d s\n$/);
    expect(lines[1]).toMatch(/^ {2}train +4\/4 epochs {2}\d+\.\d s {2}loss 0\.2500 {2}microF1 0\.5000\n$/);
  });

  it('is nothing where the command prints JSON, nor where the total is unknown', () => {
    const events = (bars: ProgressBars) => {
      bars.log('a remark');
      bars.onProgress({ stage: 'read', done: 5, total: 5, unit: 'rows' });
    };
    expect(linesOf(true, events)).toEqual([]);
    expect(linesOf(false, (bars) => bars.onProgress({ stage: 'read', done: 5, unit: 'rows' }))).toEqual([]);
    expect(linesOf(false, (bars) => bars.log('a remark'))).toEqual(['a remark\n']);
  });
});
