const MAGIC = 0x184d2204;

/**
 * Unpacks an LZ4 frame into `size` bytes.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md and lz4_Block_format.md
 * @throws {RangeError} where it is damaged or of another size; checksums are not compared
 */
export function unpackLz4(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // No byte of a block stands for more than 255.
  if (view.getUint32(0, true) !== MAGIC || size > bytes.length * 255) throw damaged();
  const flags = view.getUint8(4);
  if (flags >> 6 !== 1) throw damaged();
  const [hasBlockSum, hasSize, hasDictionary] = [flags & 16, flags & 8, flags & 1];
  if (hasDictionary) throw damaged();
  let at = 7 + (hasSize ? 8 : 0);
  const out = new Uint8Array(size);
  let end = 0;
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const length = word & 0x7fffffff;
    if (at + length > bytes.length) throw damaged();
    const block = bytes.subarray(at, at + length);
    if (word >>> 31 === 0) end = unpackBlock(block, out, end);
    else {
      if (end + length > size) throw damaged();
      out.set(block, end);
      end += length;
    }
    at += length + (hasBlockSum ? 4 : 0);
  }
  if (end !== size) throw damaged();
  return out;
}

/** Unpacks a block behind the `end` bytes that are there, which it may refer to; answers the new end. */
function unpackBlock(block: Uint8Array, out: Uint8Array, end: number): number {
  let at = 0;
  const more = (length: number): number => {
    if (length < 15) return length;
    let byte = 255;
    while (byte === 255) {
      if (at >= block.length) throw damaged();
      byte = block[at++]!;
      length += byte;
    }
    return length;
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = more(token >> 4);
    if (at + literals > block.length || end + literals > out.length) throw damaged();
    out.set(block.subarray(at, at + literals), end);
    at += literals;
    end += literals;
    if (at === block.length) break;
    if (at + 2 > block.length) throw damaged();
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    const length = more(token & 15) + 4;
    if (distance === 0 || distance > end || end + length > out.length) throw damaged();
    // Source and target may overlap: a short distance repeats what was just written.
    if (distance >= length) out.copyWithin(end, end - distance, end - distance + length);
    else for (let i = 0; i < length; i++) out[end + i] = out[end + i - distance]!;
    end += length;
  }
  return end;
}

function damaged(): RangeError {
  return new RangeError('A compressed buffer is damaged.');
}
