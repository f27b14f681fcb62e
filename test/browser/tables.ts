import { RandomStream } from '../../src/core/index.js';

const NUM_PEOPLE = 150;

/** CSV files of people of two kinds, who mostly know their own kind: nodes, then edges. */
export function csvTexts(): [nodes: string, edges: string] {
  const stream = new RandomStream(3, 'people');
  const kindOf = (person: number) => person % 2;
  const features = (person: number) =>
    Array.from({ length: 4 }, (_, i) => (stream.nextNormal() + (i === kindOf(person) ? 2 : 0)).toFixed(3)).join(' ');
  const people = Array.from(
    { length: NUM_PEOPLE },
    (_, i) => `p${i},${features(i)},${kindOf(i) === 0 ? 'even' : 'odd'}`,
  );
  const friends = Array.from({ length: 900 }, () => {
    const person = stream.nextInt(NUM_PEOPLE);
    const other = 2 * stream.nextInt(NUM_PEOPLE / 2) + (stream.nextInt(10) === 0 ? 1 - kindOf(person) : kindOf(person));
    return `p${person},p${other}`;
  });
  return [`id,x,kind\n${people.join('\n')}\n`, `source,target\n${friends.join('\n')}\n`];
}
