import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RecordBatch, RecordBatchFileWriter, type Table, tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isHeteroGraphError } from '../../../../src/core/index.js';
import { sha256Hex } from '../../../../src/files/index.js';
import {
  describeGraph,
  type GraphSchema,
  hashGraph,
  openGraph,
  randomGraph,
  rmatGraph,
  saveGraph,
  validateGraph,
} from '../../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-forged-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sound = join(folder, 'sound');
const large = join(folder, 'large');
let made = 0;

/** Inputs tried by each property; `FORGED=5000` for a run by hand. */
const numRuns = Number(process.env.FORGED ?? 200);

const schema: GraphSchema = {
  nodes: [
    {
      name: 'a',
      columns: [
        { name: 'id', type: 'utf8', role: 'id' },
        { name: 'x', type: 'dense', role: 'feature', width: 3, nullable: true },
        { name: 's', type: 'sparse', role: 'feature', width: 9 },
        { name: 'm', type: 'bool', role: 'mask', nullable: true },
        { name: 'y', type: 'int32', role: 'label', classes: ['p', 'q'], nullable: true },
      ],
    },
  ],
  edges: [{ type: ['a', 'r', 'a'], columns: [{ name: 'w', type: 'float32', role: 'weight' }] }],
};

beforeAll(async () => {
  await saveGraph(randomGraph({ schema, numNodes: 20, numEdges: 50, seed: 1 }), sound);
  await saveGraph(rmatGraph({ scale: 8, numEdges: 66_000, seed: 1 }), large);
});

interface Entry {
  file: string;
  bytes: number;
  sha256: string;
  numRows: number;
  offsets?: Entry;
}

/** A copy of a folder with a file changed and all checksums repaired. */
function forged(from: string, file: string, change: (bytes: Buffer) => Uint8Array): string {
  const path = join(folder, `forged${made++}`);
  cpSync(from, path, { recursive: true });
  const bytes = change(readFileSync(join(path, file)));
  writeFileSync(join(path, file), bytes);
  const manifest = JSON.parse(readFileSync(join(path, 'schema.json'), 'utf8'));
  const isManifest = file === 'schema.json';
  const entries: Entry[] = isManifest ? [] : [...manifest.content.nodes, ...manifest.content.edges];
  for (const entry of entries.flatMap((each) => (each.offsets ? [each, each.offsets] : [each]))) {
    if (entry.file === file) Object.assign(entry, { bytes: bytes.length, sha256: sha256Hex(bytes) });
  }
  manifest.sha256 = sha256Hex(JSON.stringify(manifest.content));
  writeFileSync(join(path, 'schema.json'), JSON.stringify(manifest));
  return path;
}

async function use(path: string): Promise<string | undefined> {
  try {
    const graph = await openGraph(path, { verify: true });
    for (const direction of ['out', 'in'] as const) graph.adjacency(graph.edgeTypes[0]!, direction);
    describeGraph(graph);
    validateGraph(graph);
    hashGraph(graph);
    return undefined;
  } catch (error) {
    if (!isHeteroGraphError(error)) throw error;
    return error.code;
  } finally {
    rmSync(path, { recursive: true });
  }
}

it('no change of a file, checksums repaired, ends in anything but a graph or a coded error', async () => {
  let refused = 0;
  const change = fc.record({ at: fc.nat(100_000), byte: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('nodes-0.arrow', 'edges-0.arrow'),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      async (file, changes, atEnd) => {
        const path = forged(sound, file, (bytes) => {
          // The footer is what an Arrow reader believes first.
          for (const { at, byte } of changes) bytes[atEnd ? bytes.length - 1 - (at % 800) : at % bytes.length] = byte;
          return bytes;
        });
        if ((await use(path)) !== undefined) refused++;
      },
    ),
    { numRuns },
  );
  expect(refused).toBeGreaterThan(numRuns / 4);
});

/** Every value of a JSON document with its place. */
function leaves(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, each]) => leaves(each, [...at, key]))];
}

it('no change of the manifest, checksum repaired, ends in anything but a graph or a coded error', async () => {
  const values = [0, -1, 1, 1.5, 19, 2 ** 31 - 1, 2 ** 53, '', 'x', '__proto__', '../a', null, [], {}, true, [1]];
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.constantFrom(...values), fc.boolean(), async (at, value, isRemoved) => {
      const path = forged(sound, 'schema.json', (bytes) => {
        const manifest = JSON.parse(bytes.toString());
        const places = leaves(manifest.content).filter((place) => place.length > 0);
        const place = places[at % places.length]!;
        const holder = place.slice(0, -1).reduce((each, key) => each[key], manifest.content);
        if (isRemoved) delete holder[place.at(-1)!];
        else holder[place.at(-1)!] = value;
        return Buffer.from(JSON.stringify(manifest));
      });
      await use(path);
    }),
    { numRuns },
  );
});

/** A file whose table was changed in memory. */
const rewritten = (change: (batch: RecordBatch) => void) => (bytes: Buffer) => {
  const table: Table = tableFromIPC(bytes);
  change(table.batches[0]!);
  return RecordBatchFileWriter.writeAll(table).toUint8Array(true);
};
const column = (batch: RecordBatch, name: string) => batch.getChild(name)!.data[0]!;

it.each<[string, string, (batch: RecordBatch) => void]>([
  ['an end that is no node', 'edges-0.arrow', (batch) => (column(batch, 'source').values[3] = 20)],
  ['a negative end', 'edges-0.arrow', (batch) => (column(batch, 'target').values[0] = -1)],
  ['a label that is no class', 'nodes-0.arrow', (batch) => column(batch, 'y').values.fill(2)],
  [
    'an index outside the width',
    'nodes-0.arrow',
    (batch) => {
      (column(batch, 's').children[0]!.children[0]!.values as Int32Array).fill(9);
    },
  ],
  ['offsets that decrease', 'nodes-0.arrow', (batch) => (column(batch, 'id').valueOffsets[5] = 0)],
])('refuses %s', async (_, file, change) => {
  expect(await use(forged(sound, file, rewritten(change)))).toBe('CORRUPT_FILE');
});

it('refuses row offsets of other edges', async () => {
  const change = rewritten((batch) => {
    const offsets = column(batch, 'out').children[0]!.values as Int32Array;
    const row = offsets.findIndex((offset, i) => i > 0 && offset > offsets[i - 1]!);
    offsets[row]!--;
  });
  expect(await use(forged(large, 'edges-0.offsets.arrow', change))).toBe('CORRUPT_FILE');
});
