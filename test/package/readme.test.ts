import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { codeOf, runCode } from '../support/run-code.js';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const snippets = codeOf('README.md');

describe('the README', () => {
  it('tells of a clone by two commands', () => {
    expect(readme).toContain('```\nnpm install && npm start\nnpm install && npm test\n```');
    expect(snippets.length).toBe(9);
  });

  it.each(snippets.map((code, i) => [i + 1, code] as const))('snippet %i runs and prints nothing', async (_, code) => {
    expect(await runCode(code)).toBe('');
  });
});
