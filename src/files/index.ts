/** What other rooms of the library use of this one. */
export { isAbsent } from './absent.js';
export { checkPath } from './check-path.js';
export { checkSnapshot } from './checkpoint/check-snapshot.js';
export { FitCheckpoint, type FitCheckpointOptions, type FitState } from './checkpoint/fit-checkpoint.js';
export { checkSameRun, hasCheckpoint, readCheckpoint } from './checkpoint/read.js';
export type {
  HistoryColumns,
  ParameterShape,
  RunConfig,
  Snapshot,
  TrainingProgress,
} from './checkpoint/snapshot.js';
export { removeCheckpoints, writeCheckpoint } from './checkpoint/write.js';
export { type FileContent, renameDurably, replaceFile, syncFolder, writeDurably } from './durable.js';
export { lockFolder } from './lock.js';
export {
  corrupt,
  type FolderFormat,
  findManifest,
  manifestText,
  readManifest,
  readStored,
  type StoredFile,
  storedFile,
  writeFolder,
  writeStored,
} from './manifest.js';
export { checkReplaceable, type FolderKind } from './own-folder.js';
export { decodeFloats, decodeInts, encodeWords } from './raw-arrays.js';
export { removeOwnFolder, replaceFolder } from './replace-folder.js';
export { sha256Hex } from './sha256.js';
export { readArrays, type StateArray, storedArray, writeArrays } from './stored-array.js';
export { readStoredJson, writeStoredJson } from './stored-json.js';
export { readError, writeError } from './system-error.js';
export { makeTemporary, moveIntoPlace, removeStale, removeTemporary } from './temporary.js';
