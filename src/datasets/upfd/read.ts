import type { RunOptions } from '../../core/index.js';
import { graphFromArrays, type HeteroGraph } from '../../graph/index.js';
import { growableInt32, readBytes, sourceName } from '../../graph/internal.js';
import type { OpenFile } from '../base/definition.js';
import { malformedRow } from '../base/malformed.js';
import { readNpyIntegers } from '../numpy/npy.js';
import { eachLine } from '../text/each-line.js';
import { parseNumber } from '../text/parse-number.js';
import { classes, edgeFile, labelFile, newsFile, storyFile, timeFile, userFile } from './info.js';

const COMMA = 44;

/**
 * Stories with their label, the posts of each, a tree from the news itself on, and who wrote them. Features of a post: whether it is the
 * news itself, and the logarithm of 1 + the hours since the story's first post with a time.
 *
 * @throws {HeteroGraphError} MALFORMED_ROW naming file and row; CORRUPT_FILE of an array; and what reading throws
 */
export async function readUpfd(open: OpenFile, { signal, onProgress }: RunOptions): Promise<HeteroGraph> {
  const run = { ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const list = async (file: string) => {
    const source = open(file);
    const pieces: Uint8Array[] = [];
    for await (const bytes of readBytes(source, run)) pieces.push(bytes.slice());
    return readNpyIntegers(Buffer.concat(pieces), sourceName(source));
  };
  const [labels, storyOf, times, userOf] = [
    await list(labelFile),
    await list(storyFile),
    await list(timeFile),
    await list(userFile),
  ];
  const names = await readNames(open, run);
  const check = (file: string, values: Int32Array, length: number, low: number, end: number, what: string) => {
    const at = values.findIndex((value) => value < low || value >= end);
    if (at >= 0) throw malformedRow(open(file), at + 1, `${what} ${values[at]} is unknown`);
    if (values.length !== length) throw malformedRow(open(file), values.length, `there are not ${length} numbers`);
  };
  check(labelFile, labels, names.length, 0, classes.length, 'the class');
  check(storyFile, storyOf, storyOf.length, 0, names.length, 'the story');
  check(timeFile, times, storyOf.length, 0, 2 ** 31, 'the time');
  check(userFile, userOf, storyOf.length, -1, 2 ** 31 - 1, 'the account');
  const spread = await readEdges(open, storyOf.length, run);
  const posts = Int32Array.from(storyOf, (_, post) => post);
  const written = posts.filter((post) => userOf[post]! >= 0);
  const columns = {
    story: [
      { name: 'id', type: 'utf8', role: 'id' } as const,
      { name: 'label', type: 'int32', role: 'label', classes } as const,
    ],
    post: [{ name: 'x', type: 'dense', role: 'feature', width: 2 } as const],
  };
  return graphFromArrays({
    schema: {
      nodes: [
        { name: 'story', columns: columns.story },
        { name: 'post', columns: columns.post },
        { name: 'user', columns: [] },
      ],
      edges: [
        { type: ['post', 'spreads_to', 'post'], columns: [] },
        { type: ['post', 'of', 'story'], columns: [] },
        { type: ['user', 'wrote', 'post'], columns: [] },
      ],
    },
    nodes: {
      story: { data: { id: names, label: labels } },
      post: {
        data: { x: { kind: 'dense', numRows: posts.length, width: 2, values: features(storyOf, times, userOf) } },
      },
      user: userOf.reduce((most, user) => Math.max(most, user + 1), 0),
    },
    edges: [
      { type: ['post', 'spreads_to', 'post'], ...spread },
      { type: ['post', 'of', 'story'], source: posts, target: storyOf },
      { type: ['user', 'wrote', 'post'], source: written.map((post) => userOf[post]!), target: written },
    ],
  });
}

function features(storyOf: Int32Array, times: Int32Array, userOf: Int32Array): Float32Array {
  const first = new Map<number, number>();
  for (const [post, story] of storyOf.entries()) {
    if (times[post]! > 0) first.set(story, Math.min(times[post]!, first.get(story) ?? Number.POSITIVE_INFINITY));
  }
  const values = new Float32Array(2 * storyOf.length);
  for (const [post, story] of storyOf.entries()) {
    values[2 * post] = Number(userOf[post]! < 0);
    if (times[post]! > 0) values[2 * post + 1] = Math.log1p((times[post]! - first.get(story)!) / 3600);
  }
  return values;
}

async function readNames(open: OpenFile, run: RunOptions): Promise<string[]> {
  const names: string[] = [];
  const take = (bytes: Uint8Array, start: number, end: number) => {
    names.push(Buffer.from(bytes.subarray(start, end)).toString('utf8'));
  };
  await eachLine(open(newsFile), take, run);
  return names;
}

async function readEdges(open: OpenFile, numPosts: number, run: RunOptions) {
  const file = open(edgeFile);
  const [source, target] = [growableInt32(), growableInt32()];
  const take = (bytes: Uint8Array, start: number, end: number, line: number) => {
    const comma = bytes.subarray(start, end).indexOf(COMMA);
    let second = start + comma + 1;
    while (bytes[second] === 32) second++;
    const ends = comma < 0 ? [] : [parseNumber(bytes, start, start + comma), parseNumber(bytes, second, end)];
    if (ends.length === 0 || ends.some((post) => !(Number.isInteger(post) && post >= 0 && post < numPosts))) {
      throw malformedRow(file, line, `it is no pair of numbers below ${numPosts}`);
    }
    source.push(ends[0]!);
    target.push(ends[1]!);
  };
  await eachLine(file, take, run);
  return { source: source.done(), target: target.done() };
}
