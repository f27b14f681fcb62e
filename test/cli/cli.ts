import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { RandomStream } from '../../src/core/index.js';
import { GraphBuilder, type HeteroGraph } from '../../src/graph/index.js';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function start(
  args: readonly string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, HETEROGRAPH_THREADS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (text) => (stdout += text));
  child.stderr!.on('data', (text) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
}

export function cli(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  return start(args, env).ended;
}

/** People of two classes in groups: both features and edges tell the class, with noise. */
export function people(count: number): HeteroGraph {
  const stream = new RandomStream(5, 'people');
  const classes = Array.from({ length: count }, () => stream.nextInt(2));
  const values = Float32Array.from(
    { length: count * 6 },
    (_, i) => stream.nextNormal() + (i % 6 ? 0 : 1.5 * classes[Math.floor(i / 6)]!),
  );
  const numEdges = count * 3;
  const source = Int32Array.from({ length: numEdges }, () => stream.nextInt(count));
  const target = source.map(
    (person) => 10 * (stream.next() < 0.8 ? classes[person]! : 1 - classes[person]!) + stream.nextInt(10),
  );
  const schema = {
    nodes: [
      {
        name: 'person',
        columns: [
          { name: 'id', type: 'utf8', role: 'id' },
          { name: 'x', type: 'dense', role: 'feature', width: 6 },
          { name: 'side', type: 'int32', role: 'label', classes: ['left', 'right'] },
        ],
      },
      { name: 'group', columns: [] },
    ],
    edges: [],
  } as const;
  return new GraphBuilder(schema)
    .addNodes('person', {
      id: Array.from({ length: count }, (_, i) => `p${i}`),
      x: { kind: 'dense', numRows: count, width: 6, values },
      side: classes.map((side, i) => (i % 10 === 9 ? null : side)),
    })
    .addNodes('group', 20)
    .addEdges(['person', 'in', 'group'], { source, target }, { endpoints: 'index' })
    .build();
}
