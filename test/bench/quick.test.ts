import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Every benchmark runs in small, without its peers, and ends without a stack trace whatever is wrong. */
const root = join(import.meta.dirname, '../..');
const data = process.env.HETEROGRAPH_DATA ?? join(root, '../shared/data');

interface Expected {
  /** Data set without which the benchmark cannot run. */
  readonly needs?: string;
  /** How to get the peer. */
  readonly peer?: RegExp;
}

const torch = /pip install torch\b.*--python PYTHON/;
const subsim = /build https:\/\/github\.com\/qtguo\/subsim, and --subsim PROGRAM/;
const benchmarks: Record<string, Expected> = {
  aggregates: {},
  analytics: { peer: /pip install networkit igraph numpy\b.*--python PYTHON/ },
  'analytics-large': {},
  'analytics-memory': {},
  anomaly: { needs: 'categorical-ad', peer: /pip install pyod\b.*--python PYTHON/ },
  attention: { peer: /pip install torch torch_geometric\b/ },
  auto: {},
  backends: {},
  compare: { peer: torch },
  contrast: { needs: 'hgb-acm' },
  defaults: {},
  'device-mix': {},
  'forecast-shop': {},
  gemm: { peer: torch },
  gbdt: {},
  hgb: { needs: 'hgb-acm' },
  higpt: { needs: 'hgb-imdb' },
  hist: {},
  identity: {},
  influence: { peer: subsim },
  invite: { needs: 'higgs-mention' },
  kernels: {},
  load: {},
  misinformation: { needs: 'fang' },
  networks: { needs: 'hgb-imdb', peer: torch },
  polarization: {},
  propagate: {},
  quantised: {},
  queries: { needs: 'movielens-hin' },
  ranking: {},
  recommend: { needs: 'lastfm-social' },
  'recommend-speed': { needs: 'lastfm-social', peer: /pip install implicit scipy\b/ },
  'rel-f1': { needs: 'rel-f1' },
  retrieval: {},
  rphgnn: { needs: 'hgb-acm' },
  'rphgnn-precompute': { needs: 'hgb-acm', peer: torch },
  'rphgnn-tensors': { needs: 'hgb-acm', peer: torch },
  'rphgnn-total': { needs: 'hgb-acm', peer: torch },
  sampling: { peer: /pip install torch torch_geometric\b/ },
  schedule: {},
  serve: {},
  shop: {},
  softmax: {},
  spmm: { peer: torch },
  spread: { peer: subsim },
  tables: { peer: /pip install sklearn pandas/ },
  'train-step': { needs: 'hgb-acm' },
};

function bench(args: readonly string[], folder = data) {
  const run = spawnSync(process.execPath, ['bench/main.mjs', ...args, '--python', 'no-such-python'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, HETEROGRAPH_DATA: folder },
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr, text: run.stdout + run.stderr };
}

const stackLine = /^ {4}at /m;

describe('benchmarks without peers', () => {
  it('import what there is, those too that main does not start', () => {
    const files = readdirSync(join(root, 'bench'), { recursive: true, encoding: 'utf8' });
    const missing = files
      .filter((file) => file.endsWith('.mjs'))
      .flatMap((name) => {
        const file = join('bench', name);
        const text = readFileSync(join(root, file), 'utf8');
        const imports = [...text.matchAll(/^(?:import|}).* from '(\.[^']*)'/gm)].map(([, path]) => path!);
        return imports.filter((path) => !existsSync(join(root, file, '..', path))).map((path) => `${file}: ${path}`);
      });
    expect(missing).toEqual([]);
  });

  it('covers every benchmark there is', () => {
    const [, names] = /Known are: (.*)\.$/m.exec(bench(['no-such-benchmark']).stderr)!;
    expect(names!.split(', ')).toEqual(Object.keys(benchmarks));
  });

  for (const [name, { needs, peer }] of Object.entries(benchmarks)) {
    it(`${name} runs in small`, ({ skip }) => {
      if (needs)
        skip(!existsSync(join(data, needs)), `no data set ${needs}: put it into a folder named by HETEROGRAPH_DATA`);
      const { status, stdout, stderr, text } = bench([name, '--quick', '--json']);
      expect(text).not.toMatch(stackLine);
      expect(status, stderr).toBe(0);
      if (peer) expect(stderr).toMatch(peer);
      const { machine, rows } = JSON.parse(stdout);
      expect(machine.node).toBe(process.version);
      expect(rows.length).toBeGreaterThan(0);
    });
  }
});

describe('what is wrong is said in one line', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'heterograph-bench-'));
    writeFileSync(join(folder, 'broken'), '2 1\n0 7\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const wrong: Record<string, readonly string[]> = {
    'no name': [],
    'an unknown benchmark': ['no-such-benchmark'],
    'the name of an object method': ['toString'],
    'an unknown option': ['spmm', '--no-such-option'],
    'an option without its value': ['spmm', '--runs'],
    'a number that is none': ['spmm', '--runs', 'many'],
    'no runs': ['hist', '--runs', '0'],
    'a seed that is none': ['invite', '--seeds', '1,x'],
    'a size that is none': ['gemm', 'large'],
    'a negative epsilon': ['spread', '--epsilon=-1'],
    'a simulator that is not there': ['spread', '--simulator', 'no-such.py'],
    'an unknown kernel': ['kernels', 'no-such-kernel'],
    'an unknown part': ['schedule', 'no-such-part'],
    'an unknown backend': ['backends', 'no-such-backend'],
    'an unknown model setting': ['rphgnn', 'no-such-data'],
    'graphs without a name': ['influence', '--graphs', '.'],
    'a graph that is not there': ['influence', 'no-such-graph', '--graphs', '.'],
    'a file that is not there': ['hist', 'no-such-graph'],
    'quick ratios to keep': ['kernels', '--quick', '--write'],
  };
  for (const [what, args] of Object.entries(wrong)) {
    it(what, () => {
      const run = spawnSync(process.execPath, ['bench/main.mjs', ...args], { cwd: root, encoding: 'utf8' });
      expect(oneLine(run.stderr), run.stderr).toBe(true);
      expect(run.status).toBe(1);
      expect(run.stdout).toBe('');
    });
  }

  for (const [name, { needs }] of Object.entries(benchmarks)) {
    if (!needs) continue;
    it(`${name} without its data`, () => {
      const { status, stdout, stderr } = bench([name, '--quick'], folder);
      expect(stderr).not.toMatch(stackLine);
      expect(lastLine(stderr)).toMatch(/^DATASET_FILES_MISSING: /);
      expect(status).toBe(1);
      expect(stdout).toBe('');
    });
  }

  it('schedule leaves out what needs data that are not there', () => {
    const { status, stdout, stderr } = bench(['schedule', '--quick', '--json'], folder);
    expect(status, stderr).toBe(0);
    expect(stderr).toMatch(/^Left out: hgb-acm\b.*--data FOLDER/);
    expect(new Set(JSON.parse(stdout).rows.map((row: { part: string }) => row.part))).toEqual(
      new Set(['simulate', 'order']),
    );
  });

  it('a broken graph', () => {
    const { status, stderr } = bench(['influence', 'broken', '--graphs', folder]);
    expect(stderr).not.toMatch(stackLine);
    expect(lastLine(stderr)).toMatch(/7/);
    expect(status).toBe(1);
  });
});

function oneLine(text: string): boolean {
  return text.trimEnd().length > 0 && !text.trimEnd().includes('\n');
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)!;
}
