// What SIMD128 without a fused instruction can do on a core: a loop of products and sums in registers, no memory.
import asc from 'assemblyscript/asc';

const chains = 6;
/** Products and sums of four lanes in a turn of the loop. */
const steps = 2;

/** Returns { run, flops }: `run()` does `flops` additions and multiplications on one thread. */
export async function simdLimit() {
  const each = (line) => Array.from({ length: chains }, (_, i) => line(i)).join('\n');
  const source = `export function limit(turns: i32): f32 {
    const x = f32x4.splat(0.5), y = f32x4.splat(0.9999);
    ${each((i) => `let a${i} = f32x4.splat(${i}), m${i} = f32x4.splat(${i + 1});`)}
    while (turns > 0) {
      ${each((i) => `a${i} = f32x4.add(a${i}, x); m${i} = f32x4.mul(m${i}, y);`).repeat(steps)}
      turns--;
    }
    ${each((i) => `a0 = f32x4.add(a0, f32x4.add(a${i}, m${i}));`)}
    return f32x4.extract_lane(a0, 0);
  }`;
  let binary;
  const { error, stderr } = await asc.main(
    ['limit.ts', '--outFile', 'limit.wasm', '--enable', 'simd', '--runtime', 'stub', '--noAssert', '-O3'],
    {
      readFile: (name) => (name === 'limit.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name === 'limit.wasm') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  const { limit } = new WebAssembly.Instance(new WebAssembly.Module(binary)).exports;
  // Multiplications of values that have become denormal would be slow: 0.9999 ^ (2 turns) stays far from that.
  const turns = 20_000;
  const repeat = 50;
  const run = () => {
    for (let i = 0; i < repeat; i++) limit(turns);
  };
  return { run, flops: repeat * turns * steps * chains * 2 * 4 };
}
