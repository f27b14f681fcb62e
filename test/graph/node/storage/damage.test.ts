import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
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
} from '../../../../src/graph/index.js';

const folder = mkdtempSync(join(tmpdir(), 'heterograph-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sound = join(folder, 'sound');
let made = 0;

const schema: GraphSchema = {
  nodes: [
    {
      name: 'a',
      columns: [
        { name: 'id', type: 'utf8', role: 'id' },
        { name: 'x', type: 'dense', role: 'feature', width: 3, nullable: true },
        { name: 's', type: 'sparse', role: 'feature', width: 9 },
        { name: 'm', type: 'bool', role: 'mask', nullable: true },
      ],
    },
  ],
  edges: [{ type: ['a', 'r', 'a'], columns: [{ name: 'w', type: 'float32', role: 'weight' }] }],
};
const graph = randomGraph({ schema, numNodes: 20, numEdges: 50, seed: 1 });

beforeAll(() => saveGraph(graph, sound));

function copy(): string {
  const path = join(folder, `copy${made++}`);
  cpSync(sound, path, { recursive: true });
  return path;
}

/** Opens and uses everything. */
async function useAll(path: string, verify: boolean | 'use'): Promise<string> {
  const opened = await openGraph(path, { verify });
  opened.adjacency('r', 'out');
  describeGraph(opened);
  opened.ids('a').indexOf('x');
  return hashGraph(opened);
}

async function errorOf(path: string, verify: boolean | 'use' = 'use') {
  try {
    await useAll(path, verify);
  } catch (error) {
    if (!isHeteroGraphError(error)) throw error;
    return { code: error.code, file: basename(error.location.file ?? '') };
  }
  return undefined;
}

it('any change of any file gives a coded error that names the file', async () => {
  const files = readdirSync(sound).sort();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.constantFrom('cut', 'grow', 'flip', 'remove', 'empty'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom('use' as const, true),
      async (file, damage, share, verify) => {
        const path = copy();
        const bytes = readFileSync(join(path, file));
        const at = Math.min(bytes.length - 1, Math.floor(share * bytes.length));
        if (damage === 'flip') bytes[at]! ^= 0x20;
        if (damage === 'remove') rmSync(join(path, file));
        else if (damage === 'cut') writeFileSync(join(path, file), bytes.subarray(0, at));
        else if (damage === 'grow') writeFileSync(join(path, file), Buffer.concat([bytes, bytes]));
        else writeFileSync(join(path, file), damage === 'empty' ? '' : bytes);
        const error = await errorOf(path, verify);
        if (file === 'schema.json') {
          // A flipped letter of a name or a blank is another schema or the same one; all else is an error.
          if (damage !== 'flip' && !(damage === 'cut' && at === bytes.length - 1)) expect(error).toBeDefined();
        } else expect(error).toMatchObject({ file });
        rmSync(path, { recursive: true });
      },
    ),
    { numRuns: 150 },
  );
});

it('each kind of damage has its code', async () => {
  /** Changes the manifest, or its content with the checksum repaired. */
  const withManifest = (change: (content: Record<string, unknown>, manifest: Record<string, unknown>) => void) => {
    const path = copy();
    const manifest = JSON.parse(readFileSync(join(path, 'schema.json'), 'utf8'));
    const stated = manifest.sha256;
    change(manifest.content, manifest);
    if (manifest.sha256 === stated) manifest.sha256 = sha256Hex(JSON.stringify(manifest.content));
    writeFileSync(join(path, 'schema.json'), JSON.stringify(manifest));
    return errorOf(path);
  };
  expect(await errorOf(join(folder, 'absent'))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  mkdirSync(join(folder, 'bare'));
  expect(await errorOf(join(folder, 'bare'))).toMatchObject({ code: 'FILE_NOT_FOUND' });
  expect(await withManifest((_, m) => delete m.format)).toMatchObject({ code: 'CORRUPT_FILE' });
  expect(await withManifest((_, m) => (m.version = 3))).toMatchObject({ code: 'UNSUPPORTED_FORMAT_VERSION' });
  expect(await withManifest((_, m) => (m.version = 'x'))).toMatchObject({ code: 'CORRUPT_FILE' });
  expect(await withManifest((_, m) => (m.sha256 = '0'.repeat(64)))).toMatchObject({ code: 'CORRUPT_FILE' });
  expect(await withManifest((m) => (m.nodes = []))).toMatchObject({ code: 'CORRUPT_FILE', file: 'schema.json' });
  expect(await withManifest((m) => (m.schema = {}))).toMatchObject({ code: 'INVALID_SCHEMA' });
  const outside = (m: Record<string, unknown>) => ((m.nodes as { file: string }[])[0]!.file = '../sound/nodes-0.arrow');
  expect(await withManifest(outside)).toMatchObject({ code: 'CORRUPT_FILE' });
  const rows = (m: Record<string, unknown>) => ((m.nodes as { numRows: number }[])[0]!.numRows = 21);
  expect(await withManifest(rows)).toMatchObject({ code: 'CORRUPT_FILE', file: 'nodes-0.arrow' });
  const size = (m: Record<string, unknown>) => {
    (m.nodes as { bytes: number }[])[0]!.bytes = Number.MAX_SAFE_INTEGER;
  };
  expect(await withManifest(size)).toMatchObject({ code: 'CORRUPT_FILE', file: 'nodes-0.arrow' });
  const swapped = copy();
  cpSync(join(swapped, 'edges-0.arrow'), join(swapped, 'nodes-0.arrow'));
  expect(await errorOf(swapped)).toMatchObject({ code: 'CORRUPT_FILE', file: 'nodes-0.arrow' });
});

it('the target of a save is never replaced unasked, nor a folder that is no graph', async () => {
  const path = copy();
  await expect(saveGraph(graph, path)).rejects.toMatchObject({ code: 'TARGET_EXISTS' });
  const other = join(folder, 'other');
  mkdirSync(other);
  await saveGraph(graph, other);
  rmSync(join(other, 'schema.json'));
  await expect(saveGraph(graph, other, { overwrite: true })).rejects.toMatchObject({ code: 'NOT_OURS' });
  writeFileSync(join(folder, 'file'), '');
  await expect(saveGraph(graph, join(folder, 'file'))).rejects.toMatchObject({ code: 'NOT_OURS' });
  await expect(saveGraph(graph, join(folder, 'file', 'below'))).rejects.toMatchObject({ code: 'NOT_OURS' });
});

it('damaged offsets of large edge types are found when they are used', async () => {
  const path = join(folder, 'large');
  await saveGraph(rmatGraph({ scale: 8, numEdges: 66_000, seed: 1 }), path);
  const file = join(path, 'edges-0.offsets.arrow');
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(file, bytes);
  const opened = await openGraph(path);
  expect(() => opened.degrees('edge', 'out')).toThrow(expect.objectContaining({ code: 'CORRUPT_FILE' }));
});
