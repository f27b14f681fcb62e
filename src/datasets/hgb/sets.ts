import { type EdgeType, edgeTypeKey } from '../../graph/index.js';
import type { DatasetInfo } from '../base/types.js';
import { type HgbNames, hgbFiles } from './names.js';

const benchmark = {
  licence: 'no licence file; use for research, do not redistribute',
  citation:
    'Lv et al.: Are we really making much progress? Revisiting, benchmarking, and refining heterogeneous graph neural networks. KDD 2021.',
  source: 'THUDM/HGB, release of 2023 with true test labels',
  task: 'node-classification' as const,
  splitRule: 'label.dat: a random fifth of every class validates, the rest trains; label.dat.test tests',
};

export interface HgbSet {
  readonly info: DatasetInfo;
  readonly names: HgbNames;
}

/** Link types that come in pairs: the second of each pair is the first one backwards. */
function pairs(...types: [EdgeType, string][]): HgbNames['linkTypes'] {
  return types.flatMap(([type, backwards], i) => [
    { type, inverse: 2 * i + 1 },
    { type: [type[2], backwards, type[0]] as const, inverse: 2 * i },
  ]);
}

interface Sizes {
  /** By node type and by link type, in their order. */
  readonly nodes: readonly number[];
  readonly links: readonly number[];
  /** Of node.dat, link.dat, label.dat, label.dat.test. */
  readonly sha256: readonly string[];
}

function hgbSet(
  about: Omit<DatasetInfo, 'files' | 'checksums' | 'counts'>,
  names: HgbNames,
  { nodes, links, sha256 }: Sizes,
): HgbSet {
  const counts = {
    nodes: Object.fromEntries(names.nodeTypes.map((type, i) => [type, nodes[i]!])),
    edges: Object.fromEntries(names.linkTypes.map(({ type }, i) => [edgeTypeKey(type), links[i]!])),
  };
  const checksums = Object.fromEntries(hgbFiles.map((file, i) => [file, sha256[i]!]));
  return { info: { ...about, files: hgbFiles, checksums, counts }, names };
}

export const hgbSets: readonly HgbSet[] = [
  hgbSet(
    { ...benchmark, name: 'hgb-acm', title: 'ACM papers by field (HGB)' },
    {
      nodeTypes: ['paper', 'author', 'subject', 'term'],
      linkTypes: pairs(
        [['paper', 'cites', 'paper'], 'cited_by'],
        [['paper', 'written_by', 'author'], 'writes'],
        [['paper', 'about', 'subject'], 'subject_of'],
        [['paper', 'uses', 'term'], 'used_by'],
      ),
      classes: ['database', 'wireless communication', 'data mining'],
      multiLabel: false,
    },
    {
      nodes: [3025, 5959, 56, 1902],
      links: [5343, 5343, 9949, 9949, 3025, 3025, 255_619, 255_619],
      sha256: [
        'a68556ff5862e60294074814626dfbb05360cedc3ba849f47fabef1c31d2baad',
        '4744248dc42a722defc8e50db9247117f2f44d7290b6c29f59a6ffe250cf944f',
        '5b833a59cf52bde5e9312eee25f26f9b8ea95a44066bfbfa097a8eed7af3dee0',
        '9527d446ad8752005b7a98e323c4866cb78ce2f766bd2cc5a78f8aa3849d5cc7',
      ],
    },
  ),
  hgbSet(
    { ...benchmark, name: 'hgb-dblp', title: 'DBLP authors by field (HGB)' },
    {
      nodeTypes: ['author', 'paper', 'term', 'venue'],
      linkTypes: [
        { type: ['author', 'writes', 'paper'], inverse: 3 },
        { type: ['paper', 'uses', 'term'], inverse: 4 },
        { type: ['paper', 'published_in', 'venue'], inverse: 5 },
        { type: ['paper', 'written_by', 'author'], inverse: 0 },
        { type: ['term', 'used_by', 'paper'], inverse: 1 },
        { type: ['venue', 'publishes', 'paper'], inverse: 2 },
      ],
      classes: ['database', 'data mining', 'artificial intelligence', 'information retrieval'],
      multiLabel: false,
    },
    {
      nodes: [4057, 14_328, 7723, 20],
      links: [19_645, 85_810, 14_328, 19_645, 85_810, 14_328],
      sha256: [
        'bf3d9462437f7d4994b09995525665b783454d1cc91b39876ae51f9dfdd0cb47',
        'e6f163bf6d1f8c10fab7ad5ce9cc79629570449be815c28405c255220c95c902',
        '5f5fd3841ef1ad99de706ac3399e1439b0cb81818bd3d951653c11ac0e94d589',
        '809c0c5483d14d832f935996015699907b8855f21ef4e9c8eed0300dd19eeedc',
      ],
    },
  ),
  hgbSet(
    {
      ...benchmark,
      name: 'hgb-imdb',
      title: 'IMDB movies by genre, several a movie (HGB)',
      splitRule: 'label.dat: a random fifth validates, the rest trains; label.dat.test tests',
    },
    {
      nodeTypes: ['movie', 'director', 'actor', 'keyword'],
      linkTypes: pairs(
        [['movie', 'directed_by', 'director'], 'directs'],
        [['movie', 'stars', 'actor'], 'acts_in'],
        [['movie', 'has', 'keyword'], 'keyword_of'],
      ),
      classes: ['romance', 'thriller', 'comedy', 'action', 'drama'],
      multiLabel: true,
    },
    {
      nodes: [4932, 2393, 6124, 7971],
      links: [4932, 4932, 14_779, 14_779, 23_610, 23_610],
      sha256: [
        '863bfb675c978ba6caaf208a747eb4cdc72ecefa992bd198d3baf267728fb726',
        'ee417344ed4486b65c416c12a0ca8848fda3b99f90d372df61fcbe0f881cba3c',
        '51c78600da7d1f8152b707b2e000939d1deb814d99efc7c05dec5bb88924ba9c',
        '86a5ab2b954e1c49cbc718e9729f83b5df043c9320e79b871ce83b6306653293',
      ],
    },
  ),
  hgbSet(
    {
      ...benchmark,
      name: 'freebase-movie',
      title: 'Freebase movies in three classes, no features',
      citation:
        'Wang et al.: Self-supervised heterogeneous graph neural network with co-contrastive learning. KDD 2021. Mao et al.: HINormer. WWW 2023.',
      source: 'csyifan/RHGIB, data/Freebase.zip',
    },
    {
      nodeTypes: ['movie', 'actor', 'director', 'writer'],
      linkTypes: pairs(
        [['movie', 'stars', 'actor'], 'acts_in'],
        [['movie', 'directed_by', 'director'], 'directs'],
        [['movie', 'written_by', 'writer'], 'writes'],
      ),
      // The publishers do not say what the classes are.
      classes: ['class 0', 'class 1', 'class 2'],
      multiLabel: false,
    },
    {
      nodes: [3492, 33_401, 2502, 4459],
      links: [65_341, 65_341, 3762, 3762, 6414, 6414],
      sha256: [
        'b8c088303d5c6a2dfeb177dc61353554f5f772d3f772ccce13c68a873b643873',
        'dc2050e337ef452088a7c0e25890363447a5cdfe6d009f10d55878adfc3055f0',
        '663b1658a4a9187df82ade2fc3f9acd5406b5bdbf6f2e1964de2126b4050770d',
        '8b36f76a154c247443b0c1285d98e04641cc03d4e5c9a7e92efd806a67f80625',
      ],
    },
  ),
];
