import { edgeTypeKey } from '../../graph/index.js';
import type { DatasetInfo } from '../base/types.js';
import { fb15k237Relations, wn18rrRelations } from './counts.js';
import { kinshipRelations, nationsRelations, umlsRelations } from './small-counts.js';

/** A knowledge graph as three files of triples. */
export interface TripleSet {
  readonly info: DatasetInfo;
  /** Folder below the root. */
  readonly folder: string;
}

export const parts = ['train', 'valid', 'test'] as const;

const common = {
  licence: 'MIT (the repository); use the data for research',
  source: 'TimDettmers/ConvE, *.tar.gz',
  task: 'link-prediction' as const,
  splitRule: 'given: train.txt, valid.txt, test.txt',
  files: parts.map((part) => `${part}.txt`),
};

function tripleSet(
  about: Pick<DatasetInfo, 'name' | 'title' | 'citation'>,
  numEntities: number,
  relations: Readonly<Record<string, number>>,
  sha256: readonly string[],
  folder = about.name,
): TripleSet {
  const edges = Object.entries(relations).map(([name, count]) => [edgeTypeKey(['entity', name, 'entity']), count]);
  const checksums = Object.fromEntries(common.files.map((file, i) => [file, sha256[i]!]));
  const counts = { nodes: { entity: numEntities }, edges: Object.fromEntries(edges) };
  return { info: { ...common, ...about, checksums, counts }, folder };
}

const dettmers = 'Dettmers, Minervini, Stenetorp, Riedel: Convolutional 2D knowledge graph embeddings. AAAI 2018.';
const kok = 'Kok, Domingos: Statistical predicate invention. ICML 2007.';

export const tripleSets: readonly TripleSet[] = [
  tripleSet(
    {
      name: 'fb15k-237',
      title: 'Links of Freebase without inverse relations',
      citation:
        'Toutanova, Chen: Observed versus latent features for knowledge base and text inference. CVSC workshop 2015.',
    },
    14_541,
    fb15k237Relations,
    [
      '6e4c2782169af21e9743f3b1d200886f5d595bf6bc504ec1351720949c5cdfae',
      'cf6309010852f6a8d47a45df830a426415d1ee6f7a3970a8376ff1fb81db4a5c',
      '5711cf41623ceb4eacc50eb6108a3ca6565c7492e3caaf82a3e355cc660d1574',
    ],
  ),
  tripleSet(
    { name: 'wn18rr', title: 'Links of WordNet without inverse relations', citation: dettmers },
    40_943,
    wn18rrRelations,
    [
      '038612e783c215ee5f3ca9fbfca27b8d0739be1028fe4ee7c174aecf0b83d5df',
      '453ce7202afa58094a04d2b1560ee2b02660f1c260b32ce6651c8ccedd1028ab',
      '0383bceaaa1096cf3c03ec021ed0048068e2355dbfc0239b292cefdac821cec5',
    ],
  ),
  tripleSet(
    { name: 'kinship', title: 'Kinship terms of the Alyawarra', citation: kok },
    104,
    kinshipRelations,
    [
      '738612111a6acf0e39662bde24c7e72a4d1edf20931beea077da367dda689731',
      'c56f8630a583178b1e569f11a64aa535ae1ce0b0912d8b1e24716be2b37f04da',
      '05e5733265761d55be9c05bfaff5a8d0808df46f9c1e9d66cc3f2fe114e43d88',
    ],
    'kg-small/kinship',
  ),
  tripleSet(
    { name: 'umls', title: 'Concepts of medicine (UMLS)', citation: kok },
    135,
    umlsRelations,
    [
      '873ef4925516b83e7f6f8cc02b4be51d848828710a7f65a956f0ac4a9e452f35',
      '025c98f8a4891e2a6582ec5b40ee0d904031edad9c52554522f4b7904820c98e',
      'a7eb529a3d2810fcc96341ccc97c625a5e202f8389673aa6bd317eeebbb79014',
    ],
    'kg-small/umls',
  ),
  tripleSet(
    { name: 'nations', title: 'Relations between nations', citation: kok },
    14,
    nationsRelations,
    [
      '0830fa9da8e5bba2ccdaa45b7bdc9130451ba66b09ff2708f35fccaf82473e57',
      '2b337a62e51a2f45c283eac98a70d21b7e0e102136be1539b2a52c652a7b0530',
      '3971085165b47b6aeaec68058c6d8d98b3005e929db81268410b95ae4db770ab',
    ],
    'kg-small/nations',
  ),
];
