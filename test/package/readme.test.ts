import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'node_modules/.readme-snippets');
mkdirSync(folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const snippets = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(
  (match) => match[1]!,
);

describe('the README', () => {
  it('opens with the two commands', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(
      '```\nnpm install && npm start\nnpm install && npm test\n```',
    );
  });

  it.each(snippets.map((code, i) => [i + 1, code] as const))('snippet %i type-checks and runs', (i, code) => {
    const file = join(folder, `snippet-${i}.ts`);
    writeFileSync(file, code.replaceAll("from 'heterograph'", `from '${join(root, 'src/index.js')}'`));
    const out = join(folder, `out-${i}`);
    execFileSync(
      'node',
      [
        join(root, 'node_modules/typescript/bin/tsc'),
        ...['--outDir', out, '--module', 'NodeNext', '--moduleResolution', 'NodeNext', '--target', 'ES2022'],
        ...['--rootDir', root, '--skipLibCheck', '--lib', 'ES2023,DOM', '--types', 'node', '--strict', file],
      ],
      { cwd: root, encoding: 'utf8' },
    );
    const script = join(out, 'node_modules/.readme-snippets', `snippet-${i}.js`);
    expect(execFileSync('node', [script], { cwd: root, encoding: 'utf8' })).toBe('');
  });
});
