import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RandomStream } from '../../../src/core/index.js';

/** One who took something, in two groups that like different films. */
export interface Row {
  readonly user: number;
  readonly item: number;
  readonly rating: number;
  readonly time: number;
}

/** People and films of two kinds: most of what somebody likes is of their kind. */
export function ratings({ users = 60, items = 30, seed = 3 } = {}): Row[] {
  const stream = new RandomStream(seed, 'ratings');
  return Array.from({ length: users }, (_, user) => {
    const taken = new Set<number>();
    while (taken.size < 9) {
      const item = stream.nextInt(items);
      if (item % 2 === user % 2 || stream.next() < 0.15) taken.add(item);
    }
    return [...taken].map((item, i) => ({
      ...{ user, item, rating: item % 2 === user % 2 ? 4 + (i % 2) : 1 + (i % 3) },
      time: 1_600_000_000 + 86_400 * (stream.nextInt(300) + i),
    }));
  }).flat();
}

/** A folder with ratings.csv and films.csv. */
export async function filmFolder(folder: string, rows = ratings()): Promise<string> {
  await mkdir(folder, { recursive: true });
  const lines = rows.map(({ user, item, rating, time }) => `${user + 1},${item + 101},${rating},${time}`);
  await writeFile(join(folder, 'ratings.csv'), `userId,movieId,rating,timestamp\n${lines.join('\n')}\n`);
  const films = Array.from(
    { length: 30 },
    (_, item) => `${item + 101},"Film ${item}, the",${item % 2 ? 'Drama' : 'Comedy|War'}`,
  );
  await writeFile(join(folder, 'movies.csv'), `movieId,title,genres\n${films.join('\n')}\n`);
  return folder;
}
