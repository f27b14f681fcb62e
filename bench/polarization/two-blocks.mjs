// Users of two sides who share and quote posts, as the tests of the model draw them, larger.
import { RandomStream } from '../../dist/core/index.js';
import { graphFromArrays } from '../../dist/graph/index.js';

/** Descriptions of users, texts and pictures of posts tell little (means of both sides 0.5 apart, noise 1 a column), and some lack them; three of five edges end at posts of the own side whatever chance says. */
export function twoBlocks(users, seed = 1) {
  const stream = new RandomStream(seed, 'two blocks');
  const posts = Math.ceil((users * 4) / 3);
  const sidesOf = (count, name) => {
    const own = stream.child(name);
    return Int32Array.from({ length: count }, () => own.nextInt(2));
  };
  const [sides, slants] = [sidesOf(users, 'users'), sidesOf(posts, 'posts')];
  const modality = (of, width, lacking, name) => {
    const own = stream.child(name);
    const values = own.child('noise').fillNormal(new Float32Array(of.length * width));
    for (const [row, side] of of.entries()) values[row * width] += 0.5 * (side - 0.5);
    const lacks = own.child('lacks');
    const valid = Uint8Array.from(of, () => Number(lacks.next() >= lacking));
    return { kind: 'dense', numRows: of.length, width, values, valid };
  };
  const edges = (times, strength, name) => {
    const own = stream.child(name);
    const [source, target] = [new Int32Array(users * times), new Int32Array(users * times)];
    for (let e = 0; e < source.length; e++) {
      source[e] = Math.floor(e / times);
      const isOwn = own.next() < strength;
      do target[e] = own.nextInt(posts);
      while (isOwn && slants[target[e]] !== sides[source[e]]);
    }
    return { source, target };
  };
  const graph = graphFromArrays({
    nodes: {
      user: { data: { description: modality(sides, 8, 0.2, 'description') } },
      post: { data: { text: modality(slants, 8, 0.1, 'text'), picture: modality(slants, 6, 0.5, 'picture') } },
    },
    edges: [
      { type: ['user', 'shares', 'post'], ...edges(6, 0.6, 'shares') },
      { type: ['user', 'quotes', 'post'], ...edges(2, 0.3, 'quotes') },
    ],
  });
  return { graph, nodeType: 'user', labels: sides };
}
