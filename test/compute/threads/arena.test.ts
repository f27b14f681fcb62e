import { describe, expect, it } from 'vitest';
import { Arena } from '../../../src/compute/threads/arena.js';

const page = 65_536;

function newArena(): Arena {
  let buffer = new ArrayBuffer(page);
  const memory = {
    get buffer() {
      return buffer;
    },
    grow(pages: number) {
      const before = buffer.byteLength / page;
      buffer = new ArrayBuffer(buffer.byteLength + pages * page);
      return before;
    },
  };
  return new Arena(memory, 0, 64 * page);
}

const SIZE = 1000;
/** Three blocks in a row, with a block in use behind them. */
function threeBlocks(arena: Arena): [number, number, number] {
  const blocks: [number, number, number] = [arena.alloc(SIZE), arena.alloc(SIZE), arena.alloc(SIZE)];
  arena.alloc(SIZE);
  return blocks;
}

describe('freed blocks of the arena', () => {
  it.each([[[0, 1, 2]], [[0, 2, 1]], [[1, 0, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
    'are joined with free neighbours on both sides, freed in the order %j',
    (order) => {
      const arena = newArena();
      const blocks = threeBlocks(arena);
      for (const i of order) arena.free(blocks[i]!);
      // Only together do the three hold this many bytes.
      expect(arena.alloc(blocks[2] - blocks[0] + SIZE)).toBe(blocks[0]);
    },
  );

  it('are not joined over a block in use', () => {
    const arena = newArena();
    const [a, b, c] = threeBlocks(arena);
    arena.free(a);
    arena.free(c);
    expect(arena.alloc(2 * SIZE)).toBeGreaterThan(c);
    expect(arena.alloc(SIZE)).toBe(a);
    expect(arena.alloc(SIZE)).toBe(c);
    expect(b).toBeGreaterThan(a);
  });

  it('may be used in parts, and the rest is joined again', () => {
    const arena = newArena();
    const [a, , c] = threeBlocks(arena);
    for (const pointer of [a, a + (c - a) / 2, c]) arena.free(pointer);
    const small = arena.alloc(10);
    expect(small).toBe(a);
    const next = arena.alloc(10);
    expect(next).toBeGreaterThan(small);
    expect(next).toBeLessThan(c);
    arena.free(next);
    arena.free(small);
    expect(arena.alloc(c - a + SIZE)).toBe(a);
    expect(arena.stats().capacity).toBe(page);
  });

  it('count as unused, and a pointer is freed once only', () => {
    const arena = newArena();
    const before = arena.stats().used;
    const pointer = arena.alloc(SIZE);
    expect(arena.stats().used).toBeGreaterThanOrEqual(before + SIZE);
    arena.free(pointer);
    expect(arena.stats().used).toBe(before);
    expect(() => arena.free(pointer)).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  });
});
