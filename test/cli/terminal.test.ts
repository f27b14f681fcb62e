import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveGraph } from '../../src/graph/index.js';
import { people } from './cli.js';

const main = join(import.meta.dirname, '../../dist/cli/main.js');
/** A pseudo terminal from the shell. */
const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'heterograph-terminal-'));
beforeAll(async () => {
  await saveGraph(people(200), join(folder, 'people'));
  mkdirSync(join(folder, 'tables/nodes'), { recursive: true });
  mkdirSync(join(folder, 'tables/edges'));
  writeFileSync(join(folder, 'tables/nodes/\u001b[31mred.csv'), 'id,x\n1,2\n');
  for (let i = 0; i < 40; i++) {
    writeFileSync(join(folder, `tables/nodes/a-type-with-a-long-name-of-many-letters-${i}.csv`), 'id,x\n1,2\n2,3\n');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines on a terminal, with those that were scrolled out, after a command. */
async function screen(columns: number, args: readonly string[]): Promise<string[]> {
  const quoted = [process.execPath, main, ...args].map((word) => `'${word}'`).join(' ');
  const { stdout } = spawnSync('script', ['-qec', `stty cols ${columns} rows 12; ${quoted}`, '/dev/null'], {
    env: { ...process.env, HETEROGRAPH_THREADS: '1', TERM: 'xterm' },
  });
  const terminal = new xterm.Terminal({ cols: columns, rows: 12, scrollback: 5000, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(stdout, resolve));
  const buffer = terminal.buffer.active;
  const lines = Array.from({ length: buffer.length }, (_, i) => buffer.getLine(i)!);
  // Only lines which name a folder may be longer than the terminal is wide, and the table of scores than 80 columns.
  const texts = lines.map((line) => line.translateToString(true));
  const cut = lines.flatMap((line, i) =>
    line.isWrapped && (columns >= 80 || /\[/.test(texts[i - 1]!)) ? [texts[i - 1]!] : [],
  );
  expect(cut.filter((text) => !/^\d+ test rows|^ +heterograph predict/.test(text))).toEqual([]);
  return texts.filter((line) => line !== '');
}

describe.skipIf(!hasScript)('on a terminal', () => {
  it.each([60, 80, 110, 140])(
    'of %i columns training leaves one whole line a stage',
    { timeout: 120_000 },
    async (columns) => {
      const out = join(folder, `run-${columns}`);
      const args = [
        'train',
        '--data',
        join(folder, 'people'),
        '--target',
        'person.side',
        '--out',
        out,
        '--model',
        'rphgnn',
        '--epochs',
        '30',
      ];
      const lines = (await screen(columns, args)).filter((line) => line.startsWith('  ') && line.includes('['));
      const stages = lines.map((line) => line.slice(2, 26).trim());
      expect(stages).toContain('train');
      expect(stages.filter((stage, i) => stage === stages[i - 1])).toEqual([]);
      for (const line of lines) {
        expect(line).toMatch(/^ {2}.{24} \[=* *\] {2}[\d.K]+\/[\d.K]+ \w+( {2}[\d.]+ s( {2}[\w ]+ -?[\d.]+)*)?$/);
      }
    },
  );

  it('of 12 rows more files than rows leave a line each, and names cannot paint it', async () => {
    const lines = await screen(80, ['describe', '--data', join(folder, 'tables')]);
    expect(lines.filter((line) => line.includes('a-type-with') && line.includes(' kB')).length).toBe(40);
    expect(lines.some((line) => line.includes('\\u001b[31mred'))).toBe(true);
  });
});
