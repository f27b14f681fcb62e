import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { errorCodes } from '../../src/core/index.js';

const root = join(import.meta.dirname, '../..');

it('has a line for every code that is thrown, and no other', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('error-codes.ts'),
  );
  const source = files.map((file) => readFileSync(join(root, 'src', file), 'utf8')).join('\n');
  expect(Object.keys(errorCodes).filter((code) => !source.includes(`'${code}'`))).toEqual([]);
});

it('is sorted, one sentence a code', () => {
  expect(Object.keys(errorCodes)).toEqual(Object.keys(errorCodes).sort());
  for (const meaning of Object.values(errorCodes)) expect(meaning).toMatch(/^[A-Z][^\n]*\.$/);
});

/** `UPDATE_API=1 npx vitest run test/core/error-codes` writes the document anew. */
it('is the table of docs/errors.md', () => {
  const lines = Object.entries(errorCodes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  const text = `# Error codes

Everything the library throws on purpose is a \`HeteroGraphError\`. Match on its \`code\`, never on the text: codes are stable. \`location\`
names the file, row, column or type where there is one, and \`hint\` says what to do.

| code | meaning |
|---|---|
${lines.join('\n')}
`;
  const file = join(root, 'docs/errors.md');
  if (process.env.UPDATE_API) writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
