import {
  breathe,
  type Csr,
  RandomStream,
  type RunOptions,
  type SparseMatrix,
  throwIfAborted,
} from '../../core/index.js';
import { projectRows, projectSparse, signProjection } from '../kernels/sign-projection.js';
import { meanNormAccumulate, trustedSpmm, trustedSpmmSparse } from '../kernels/spmm.js';
import { type Placement, placed } from '../threads/placed.js';
import type { Pool } from '../threads/pool.js';
import type { KindCost } from './cost-model.js';
import { fitCost, type Sample } from './fit-cost.js';
import {
  copyWork,
  diskWork,
  embedWork,
  meanAndAddWork,
  meanWork,
  projectWork,
  sparseMeanWork,
  type Work,
} from './kernel-work.js';
import { SpillFile } from './spill-file.js';

/** Runs of every size, of which the middle one counts. */
const RUNS = 3;
/** From then on every size is run once only: on a slow or busy machine a rough idea has to do. */
const PATIENCE_MS = 4000;
/** [rows, columns, entries a row, width] of relations: few rows and many, sources that caches hold and that they do not. */
const RELATIONS = [
  [4000, 14_000, 5, 320],
  [14_000, 4000, 1, 2048],
  [14_000, 20, 1, 2048],
  [20, 14_000, 700, 1024],
  [8000, 8000, 10, 1024],
  [3000, 3000, 3, 4096],
  [2000, 2000, 3, 64],
] as const;
/** Numbers copied, drawn, and written. */
const LENGTHS = [20_000, 400_000, 4_000_000] as const;

type Measure = (work: Work, run: () => void) => void;

/**
 * Times every kind of operator that a pool runs on a handful of sizes and fits its costs. A few seconds; the operands are random and are
 * freed again.
 *
 * @returns costs by kind, for {@link CostModel.set}
 * @throws {HeteroGraphError} ABORTED, OUT_OF_MEMORY, SPILL_FAILED
 */
export async function calibrate(
  pool: Pool,
  { signal, onProgress }: RunOptions = {},
): Promise<Record<string, KindCost>> {
  const started = performance.now();
  const samples = new Map<string, Sample[]>();
  const add = ({ kind, flops, bytes }: Work, times: number[]) => {
    const ms = times.sort((a, b) => a - b)[times.length >> 1]!;
    samples.set(kind, [...(samples.get(kind) ?? []), { flops, bytes, ms }]);
  };
  const measure: Measure = (work, run) => {
    const isHurried = performance.now() - started > PATIENCE_MS;
    // Once before it counts: code is compiled, pages are there.
    if (!isHurried) run();
    const times = Array.from({ length: isHurried ? 1 : RUNS }, () => {
      const start = performance.now();
      run();
      return performance.now() - start;
    });
    add(work, times);
  };
  const stages = [
    ...RELATIONS.map((shape) => () => measureRelation(pool, shape, measure)),
    () => measurePlain(measure),
    async () => {
      for (const numbers of LENGTHS) add(diskWork(numbers), await timeDisk(numbers, signal));
    },
  ];
  for (const [i, stage] of stages.entries()) {
    throwIfAborted(signal);
    await stage();
    onProgress?.({ stage: 'calibrate', done: i + 1, total: stages.length, unit: 'sizes' });
    await breathe();
  }

  return Object.fromEntries([...samples].map(([kind, each]) => [kind, fitCost(each)]));
}

function measureRelation(
  pool: Pool,
  [rows, columns, degree, width]: (typeof RELATIONS)[number],
  measure: Measure,
): void {
  const { arena } = pool;
  placed(arena, (place) => {
    const csr = inArena(pool, place, randomCsr(rows, columns, degree));
    const matrix = (numRows: number) => arena.float32(place.block(numRows * width * 4), numRows * width);
    const x = matrix(columns).fill(0.5);
    const out = matrix(rows).fill(0);
    const sparse = sparseRows(columns, width);
    measure(meanWork(csr, width), () => trustedSpmm(csr, x, width, { reduce: 'mean', out, pool }));
    measure(sparseMeanWork(csr, sparse), () => trustedSpmmSparse(csr, sparse, { out, pool }));
    measure(meanAndAddWork(csr, width), () => meanNormAccumulate(pool, csr, x.byteOffset, width, out.byteOffset));
    const s = Math.max(3, Math.sqrt(width));
    const y = matrix(columns).fill(0);
    const project = (run: (w: ReturnType<typeof signProjection>) => void) => () => {
      const w = signProjection(pool, width, width, s, new RandomStream(1, 'calibrate', width));
      try {
        run(w);
      } finally {
        w.release();
      }
    };
    const dense = { numRows: columns, width };
    measure(
      projectWork(dense, width, s),
      project((w) => projectRows(pool, w, { numRows: columns, x: x.byteOffset }, y.byteOffset, false)),
    );
    measure(
      projectWork(sparse, width, s),
      project((w) => projectSparse(pool, w, sparse, y.byteOffset)),
    );
  });
}

function measurePlain(measure: Measure): void {
  for (const numbers of LENGTHS) {
    const [from, to] = [new Float32Array(numbers), new Float32Array(numbers)];
    const row = 200;
    measure(copyWork(numbers), () => {
      for (let at = 0; at + row <= numbers; at += row) to.set(from.subarray(at, at + row), at);
    });
    const stream = new RandomStream(1, 'calibrate');
    const drawn = to.subarray(0, numbers / 4);
    measure(embedWork(drawn.length), () => {
      stream.fillNormal(drawn, 1);
    });
  }
}

async function timeDisk(numbers: number, signal: AbortSignal | undefined): Promise<number[]> {
  const file = new SpillFile(undefined, signal);
  const bytes = new Uint8Array(numbers * 4);
  const times: number[] = [];
  try {
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now();
      const extent = await file.write(bytes);
      await file.read(extent, bytes);
      times.push(performance.now() - start);
    }
  } finally {
    await file.close();
  }
  return times;
}

function inArena(pool: Pool, place: Placement, csr: Csr): Csr {
  const copy = (values: Int32Array) => pool.arena.int32(place.of(values), values.length);
  return { ...csr, indptr: copy(csr.indptr), indices: copy(csr.indices) };
}

function randomCsr(numRows: number, numCols: number, degree: number): Csr {
  const stream = new RandomStream(1, 'calibrate', numRows, numCols);
  const indptr = Int32Array.from({ length: numRows + 1 }, (_, row) => row * degree);
  const indices = Int32Array.from({ length: numRows * degree }, () => stream.nextInt(numCols));
  return { numRows, numCols, indptr, indices };
}

/** One entry in 40, as words in documents are. */
function sparseRows(numRows: number, width: number): SparseMatrix {
  const { indptr, indices } = randomCsr(numRows, width, Math.ceil(width / 40));
  return { kind: 'sparse', numRows, width, indptr, indices, values: new Float32Array(indices.length).fill(1) };
}
