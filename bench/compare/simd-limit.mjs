// What SIMD128 can do on a core, with products and sums in two instructions or (relaxed SIMD) in one: a loop in registers, no memory.
import asc from 'assemblyscript/asc';

const chains = 12;
/** Turns of the chains in a turn of the loop. */
const steps = 2;

/** Returns { run, flops }: `run()` does `flops` additions and multiplications on one thread. */
export async function simdLimit(relaxed) {
  const each = (line) => Array.from({ length: chains }, (_, i) => line(i)).join('\n');
  const apart = (i) => (i % 2 === 0 ? `c${i} = f32x4.add(c${i}, x);` : `c${i} = f32x4.mul(c${i}, y);`);
  const fused = (i) => `c${i} = f32x4.relaxed_madd(c${i}, y, x);`;
  const source = `export function limit(turns: i32): f32 {
    const x = f32x4.splat(0.5), y = f32x4.splat(0.9999);
    ${each((i) => `let c${i} = f32x4.splat(${i + 1});`)}
    while (turns > 0) {
      ${each(relaxed ? fused : apart).repeat(steps)}
      turns--;
    }
    ${each((i) => (i > 0 ? `c0 = f32x4.add(c0, c${i});` : ''))}
    return f32x4.extract_lane(c0, 0);
  }`;
  const features = ['simd', ...(relaxed ? ['relaxed-simd'] : [])].flatMap((feature) => ['--enable', feature]);
  let binary;
  const { error, stderr } = await asc.main(
    ['limit.ts', '--outFile', 'limit.wasm', ...features, '--runtime', 'stub', '--noAssert', '-O3'],
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
  return { run, flops: repeat * turns * steps * chains * (relaxed ? 2 : 1) * 4 };
}
