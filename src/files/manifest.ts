import * as z from 'zod/mini';
import { HeteroGraphError, nodeModule, option } from '../core/index.js';
import { isAbsent } from './absent.js';
import { checkPath } from './check-path.js';
import { syncFolder, writeDurably } from './durable.js';
import type { FolderKind } from './own-folder.js';
import { replaceFolder } from './replace-folder.js';
import { sha256Hex } from './sha256.js';
import { readError, writeError } from './system-error.js';
import { restoreEarlier } from './temporary.js';

const { existsSync } = nodeModule<typeof import('node:fs')>('node:fs');
const { readFile } = nodeModule<typeof import('node:fs/promises')>('node:fs/promises');
const { join, resolve } = nodeModule<typeof import('node:path')>('node:path');

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** A file of a folder as its manifest lists it; a name never leads out of the folder. */
export const storedFile = z.object({
  file: z.string().check(z.regex(/^[\w-]+(\.[\w-]+)+$/)),
  bytes: option.countFrom(0),
  sha256,
});

export type StoredFile = z.infer<typeof storedFile>;

/** A kind of folder: a JSON manifest, and files whose sizes and SHA-256 it lists. */
export interface FolderFormat<T> extends FolderKind {
  readonly version: number;
  /** Content of the manifest. It may have been written by anybody: what is not checked here must be checked by the reader. */
  readonly content: z.ZodMiniType<T>;
  /** What is in such a folder, for messages: "checkpoint". */
  readonly what: string;
  /** What to do where there is none. */
  readonly absentHint: string;
  /** What to do where it is damaged. */
  readonly corruptHint: string;
}

/** The manifest as text: format, version, SHA-256 of the content, content. */
export function manifestText<T>({ format, version }: FolderFormat<T>, content: T): string {
  return `${JSON.stringify({ format, version, sha256: sha256Hex(JSON.stringify(content)), content }, undefined, 1)}\n`;
}

/**
 * Writes a folder whole or not at all, in place of an empty one or one of `kinds` that is there: `write` fills it and
 * returns the manifest's content.
 *
 * @param kinds default: folders of the same format; none: what is there is never replaced
 * @throws {HeteroGraphError} NOT_OURS, TARGET_EXISTS; WRITE_FAILED with the cause
 */
export async function writeFolder<T>(
  target: string,
  format: FolderFormat<T>,
  write: (folder: string) => Promise<T>,
  kinds: readonly FolderKind[] = [format],
): Promise<void> {
  checkPath(target);
  try {
    await replaceFolder(target, kinds, async (folder) => {
      const content = await write(folder);
      await writeDurably(join(folder, format.manifest), manifestText(format, content));
      await syncFolder(folder);
    });
  } catch (cause) {
    throw writeError(cause, target, `the ${format.what}`);
  }
}

/** Writes one file of a folder and returns its entry for the manifest. */
export async function writeStored(folder: string, file: string, bytes: Uint8Array): Promise<StoredFile> {
  await writeDurably(join(folder, file), bytes);
  return { file, bytes: bytes.length, sha256: sha256Hex(bytes) };
}

/** The content of a folder's manifest; undefined where there is none. @throws {HeteroGraphError} as {@link readManifest} */
export async function findManifest<T>(folder: string, format: FolderFormat<T>): Promise<T | undefined> {
  checkPath(folder);
  const path = join(folder, format.manifest);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!isAbsent(cause)) throw readError(cause, path);
    // A process that was killed while it replaced the folder may have left it under a temporary name.
    if (!existsSync(folder) && (await restoreEarlier(resolve(folder)))) return findManifest(folder, format);
    return undefined;
  }
  return parseManifest(text, path, format);
}

/** @throws {HeteroGraphError} FILE_NOT_FOUND, CORRUPT_FILE; UNSUPPORTED_FORMAT_VERSION where a later release wrote it */
export async function readManifest<T>(folder: string, format: FolderFormat<T>): Promise<T> {
  const content = await findManifest(folder, format);
  if (content !== undefined) return content;
  throw new HeteroGraphError('FILE_NOT_FOUND', `There is no ${format.what} here.`, {
    file: join(folder, format.manifest),
    hint: format.absentHint,
  });
}

const envelope = z.object({ format: z.string(), version: z.int(), sha256, content: z.unknown() });

function parseManifest<T>(text: string, path: string, format: FolderFormat<T>): T {
  let found: z.infer<typeof envelope>;
  try {
    found = envelope.parse(JSON.parse(text));
  } catch (cause) {
    throw corrupt(format, path, `It is not the manifest of a ${format.what}.`, cause);
  }
  if (found.format !== format.format) throw corrupt(format, path, `Its format is ${JSON.stringify(found.format)}.`);
  if (found.version > format.version) {
    throw new HeteroGraphError('UNSUPPORTED_FORMAT_VERSION', `The ${format.what} has version ${found.version}.`, {
      file: path,
      hint: `This release reads version ${format.version}: upgrade heterograph.`,
    });
  }
  if (found.version < format.version) throw corrupt(format, path, `Its version ${found.version} is no longer read.`);
  if (found.sha256 !== sha256Hex(JSON.stringify(found.content))) {
    throw corrupt(format, path, 'Its content does not have the SHA-256 that it states.');
  }
  const content = z.safeParse(format.content, found.content);
  if (content.success) return content.data;
  throw corrupt(format, path, 'Its content does not have the form that it must have.', content.error);
}

/** The bytes of a file that a manifest lists, checked against it. @throws {HeteroGraphError} CORRUPT_FILE */
export async function readStored(
  folder: string,
  { file, bytes: size, sha256 }: StoredFile,
  format: CorruptHint,
): Promise<Buffer> {
  const path = join(folder, file);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw isAbsent(cause) ? corrupt(format, path, 'It is missing.', cause) : readError(cause, path);
  }
  if (bytes.length !== size) throw corrupt(format, path, `It has ${bytes.length} bytes instead of ${size}.`);
  if (sha256Hex(bytes) !== sha256) throw corrupt(format, path, 'Its SHA-256 is not the one in the manifest.');
  return bytes;
}

type CorruptHint = Pick<FolderFormat<unknown>, 'corruptHint'>;

export function corrupt(
  { corruptHint }: CorruptHint,
  file: string,
  message: string,
  cause?: unknown,
): HeteroGraphError {
  return new HeteroGraphError('CORRUPT_FILE', message, { file, hint: corruptHint, cause });
}
