/** What other rooms of the library use of this one, beyond its public names. */
export { renameDurably, syncFolder, writeDurably } from './durable.js';
export { decodeFloats, encodeFloats } from './raw-floats.js';
export { sha256Hex } from './sha256.js';
export { makeTemporary, moveIntoPlace, removeStale, removeTemporary } from './temporary.js';
