import { RandomStream } from '../../src/core/index.js';

/**
 * Events of a hidden block: `user`, `host` and `port` are of one block of four, `colour` of none. Those that are planted have a host of
 * another block.
 */
export function blockEvents(numRows: number, seed: number, share = 0) {
  const random = new RandomStream(seed, 'blocks');
  const table = { user: [] as string[], host: [] as string[], port: [] as string[], colour: [] as string[] };
  const planted = new Uint8Array(numRows);
  for (let row = 0; row < numRows; row++) {
    const block = random.nextInt(4);
    planted[row] = Number(random.next() < share);
    const hostBlock = planted[row] ? (block + 1 + random.nextInt(3)) % 4 : block;
    table.user.push(`u${block}-${random.nextInt(10)}`);
    table.host.push(`h${hostBlock}-${random.nextInt(8)}`);
    table.port.push(`p${block}-${random.nextInt(3)}`);
    table.colour.push(`c${random.nextInt(5)}`);
  }
  return { table, planted };
}
