import type { Pool } from '../../compute/index.js';
import {
  gatherInto,
  meanNormAccumulate,
  Placement,
  placed,
  projectRows,
  projectSparse,
  type SignProjection,
  signProjection,
  uncheckedSpmm,
  uncheckedSpmmSparse,
} from '../../compute/internal.js';
import { type Csr, RandomStream, type SparseMatrix } from '../../core/index.js';
import {
  copySparseWork,
  copyWork,
  diskWork,
  embedWork,
  meanAndAddWork,
  meanWork,
  projectAndAddWork,
  projectWork,
  sparseMeanWork,
  type Work,
} from '../kernel-work.js';
import { SpillFile } from './spill-file.js';

/** [rows, columns, entries a row, width] of relations: few rows and many, sources that caches hold, that they do not, and by panels. */
const RELATIONS = [
  [4000, 14_000, 5, 320],
  [14_000, 4000, 1, 2048],
  [4000, 8000, 6, 2048],
  [14_000, 20, 1, 2048],
  [3000, 60, 2, 1024],
  [2000, 2000, 3, 64],
  [20, 14_000, 700, 1024],
  [60, 3000, 50, 2048],
  [3000, 2000, 80, 1024],
  [3000, 2000, 80, 256],
  [4000, 5000, 40, 512],
  [8000, 12_000, 6, 64],
  [10_000, 6000, 10, 64],
  [4000, 8000, 3, 200],
] as const;
/** [rows, width, output width, entries a row of sparse ones] of projections. */
const PROJECTIONS = [
  [14_000, 320, 320, 8],
  [3000, 2048, 2048, 80],
  [6000, 64, 2048, 8],
  [5000, 2048, 2048, 2],
  [6000, 2048, 256, 20],
  [40, 2048, 2048, 300],
  [2000, 64, 64, 4],
] as const;
/** Numbers drawn and written. */
const LENGTHS = [20_000, 400_000, 4_000_000] as const;
/** Output rows, width, and rows of the output's width, of copies. */
const COPIES = [
  [3000, 2048, 6],
  [3000, 256, 6],
  [14_000, 64, 3],
  [4000, 1024, 3],
] as const;

export type Measure = (work: Work, run: () => void | Promise<void>) => Promise<void>;
/** Makes operands, has operators measured, the same each time, and frees the operands. */
export type TrialGroup = (measure: Measure) => Promise<void>;

type PlacedTrial = (place: Placement, measure: Measure) => Promise<void>;

/** Every kind of operator that a pool runs. Small groups, between which others may work. */
export function calibrationTrials(pool: Pool, signal?: AbortSignal): TrialGroup[] {
  const withOperands = (trial: PlacedTrial): TrialGroup => {
    return async (measure) => {
      const place = new Placement(pool.arena);
      try {
        await trial(place, measure);
      } finally {
        place.dispose();
      }
    };
  };
  return [
    ...RELATIONS.map((shape) => withOperands(relationTrials(pool, shape))),
    ...PROJECTIONS.map((shape) => withOperands(projectionTrials(pool, shape))),
    ...COPIES.map((shape) => withOperands(copyTrials(pool, shape))),
    drawTrials,
    (measure) => diskTrials(measure, signal),
  ];
}

function relationTrials(pool: Pool, [rows, columns, degree, width]: (typeof RELATIONS)[number]): PlacedTrial {
  const relation = randomCsr(rows, columns, degree);
  const sparse = sparseRows(columns, width, Math.ceil(width / 40));
  return async (place, measure) => {
    const csr = inArena(pool, place, relation);
    const x = matrix(pool, place, columns, width).fill(0.5);
    const out = matrix(pool, place, rows, width).fill(0);
    await measure(meanWork(csr, width), () => void uncheckedSpmm(csr, x, width, { reduce: 'mean', out, pool }));
    await measure(meanAndAddWork(csr, width), () => meanNormAccumulate(pool, csr, x.byteOffset, width, out.byteOffset));
    await measure(sparseMeanWork(csr, sparse), () => void uncheckedSpmmSparse(csr, sparse, { out, pool }));
  };
}

function projectionTrials(pool: Pool, [rows, width, outWidth, entries]: (typeof PROJECTIONS)[number]): PlacedTrial {
  const s = Math.max(3, Math.sqrt(width));
  const sparse = sparseRows(rows, width, entries);
  const size = { numRows: rows, width };
  const project = (run: (w: SignProjection) => void) => () => {
    const w = signProjection(pool, width, outWidth, s, new RandomStream(1, 'calibrate', width));
    try {
      run(w);
    } finally {
      w.dispose();
    }
  };
  return async (place, measure) => {
    const x = matrix(pool, place, rows, width).fill(0.5);
    const out = matrix(pool, place, rows, outWidth).fill(0);
    const dense = (normalise: boolean) =>
      project((w) => projectRows(pool, w, { numRows: rows, x: x.byteOffset }, out.byteOffset, normalise));
    await measure(projectWork(size, outWidth, s), dense(false));
    await measure(projectAndAddWork(size, outWidth, s), dense(true));
    await measure(
      projectWork(sparse, outWidth, s),
      project((w) => projectSparse(pool, w, sparse, out.byteOffset)),
    );
  };
}

function copyTrials(pool: Pool, [rows, width, slots]: (typeof COPIES)[number]): PlacedTrial {
  const chosen = Int32Array.from({ length: rows }, (_, row) => row);
  const sparse = sparseRows(rows, width, Math.ceil(width / 40));
  const { indptr, indices, values } = sparse;
  return async (place, measure) => {
    const x = matrix(pool, place, rows, width).fill(0.5);
    const out = matrix(pool, place, rows, width * slots).fill(0);
    await measure(copyWork(rows, width), () =>
      placed(pool.arena, (own) => {
        gatherInto(pool, x.byteOffset, own.of(chosen), rows, width, out.byteOffset + width * 4, width * slots);
      }),
    );
    await measure(copySparseWork(sparse, rows), () => {
      for (let row = 0; row < rows; row++) {
        const end = indptr[row + 1]!;
        for (let e = indptr[row]!; e < end; e++) out[row * width * slots + indices[e]!]! += values[e]!;
      }
    });
  };
}

async function drawTrials(measure: Measure): Promise<void> {
  const stream = new RandomStream(1, 'calibrate');
  for (const numbers of LENGTHS) {
    const drawn = new Float32Array(numbers / 4);
    await measure(embedWork(drawn.length), () => {
      stream.fillNormal(drawn, 1);
    });
  }
}

async function diskTrials(measure: Measure, signal: AbortSignal | undefined): Promise<void> {
  for (const numbers of LENGTHS) {
    const file = new SpillFile(undefined, signal);
    const bytes = new Uint8Array(numbers * 4);
    try {
      await measure(diskWork(numbers), async () => {
        const extent = await file.write(bytes);
        await file.read(extent, bytes);
      });
    } finally {
      await file.dispose();
    }
  }
}

function matrix({ arena }: Pool, place: Placement, rows: number, width: number): Float32Array {
  return arena.float32(place.block(rows * width * 4), rows * width);
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

/** Ones, as words in documents are. */
function sparseRows(numRows: number, width: number, entries: number): SparseMatrix {
  const { indptr, indices } = randomCsr(numRows, width, entries);
  return { kind: 'sparse', numRows, width, indptr, indices, values: new Float32Array(indices.length).fill(1) };
}
