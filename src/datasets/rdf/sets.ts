import type { DatasetCounts, DatasetInfo } from '../base/types.js';
import { aifbRelations, mutagRelations, type RelationCounts } from './counts.js';

/** An entity classification task in the form of the R-GCN experiments: triples, and tables of labelled entities. */
export interface RdfSet {
  readonly info: DatasetInfo;
  readonly triples: string;
  /** Columns of the tables of labels. */
  readonly entityColumn: string;
  readonly labelColumn: string;
  /** Predicates that give the label away. */
  readonly leaks: readonly string[];
  /** Labels as they are written in the tables, and their names. */
  readonly labels: readonly (readonly [written: string, name: string])[];
}

export const trainTable = 'trainingSet.tsv';
export const testTable = 'testSet.tsv';

const common = {
  citation:
    'Schlichtkrull et al.: Modeling relational data with graph convolutional networks. ESWC 2018. Ristoski et al.: A collection of benchmark datasets for systematic evaluations of machine learning on the semantic web. ISWC 2016.',
  task: 'node-classification' as const,
  splitRule: 'trainingSet.tsv: a random fifth of every class validates, the rest trains; testSet.tsv tests',
};

/** Every relation comes with its inverse, as in the experiments. */
function countsOf(entity: number, literal: number, { between, toLiteral }: RelationCounts): DatasetCounts {
  const forward = [
    ...Object.entries(between).map(([name, count]) => ['entity', name, 'entity', count] as const),
    ...Object.entries(toLiteral).map(([name, count]) => ['entity', name, 'literal', count] as const),
  ];
  const edges = forward.flatMap(([from, name, to, count]) => [
    [`${from}>${name}>${to}`, count],
    [`${to}>rev_${name}>${from}`, count],
  ]);
  return { nodes: { entity, literal }, edges: Object.fromEntries(edges) };
}

const group = 'http://www.aifb.uni-karlsruhe.de/Forschungsgruppen/viewForschungsgruppeOWL';

export const rdfSets: readonly RdfSet[] = [
  {
    info: {
      ...common,
      name: 'aifb',
      title: 'AIFB: the research group of a person, from RDF',
      licence: 'no licence file; use for research',
      source: 'pbloem/gated-rgcn, data/aifb; tables: tkipf/relational-gcn, rgcn/data/aifb',
      files: ['aifb_stripped.nt', trainTable, testTable],
      checksums: {
        'aifb_stripped.nt': 'dcb882bdebfb750f755b8b0e2dc9b9fc3912ce08b4589b76f7d0f15dad69b627',
        [trainTable]: '4960629668c6548215871321e4b6daaee24191f38f41ccfbc4de62016d18c5a7',
        [testTable]: 'abe4a9e7c393164996d1fe7250d72ec1f1a7b350583f2dff5d880f60ec04b3b6',
      },
      counts: countsOf(2835, 5450, aifbRelations),
    },
    triples: 'aifb_stripped.nt',
    entityColumn: 'person',
    labelColumn: 'label_affiliation',
    leaks: ['http://swrc.ontoware.org/ontology#employs', 'http://swrc.ontoware.org/ontology#affiliation'],
    labels: [
      [`${group}/id1instance`, 'Business Information and Communication Systems'],
      [`${group}/id2instance`, 'Efficient Algorithms'],
      [`${group}/id3instance`, 'Knowledge Management'],
      [`${group}/id4instance`, 'Complexity Management'],
    ],
  },
  {
    info: {
      ...common,
      name: 'mutag',
      title: 'MUTAG: whether a compound is mutagenic, from RDF',
      licence: 'no licence file; use for research',
      source: 'pbloem/gated-rgcn, data/mutag; tables: tkipf/relational-gcn, rgcn/data/mutag',
      files: ['mutag_stripped.nt', trainTable, testTable],
      checksums: {
        'mutag_stripped.nt': '33105d98976a4d636a696f95451bd6d6370679a6d35b922ebcb2cb9b2e0ff929',
        [trainTable]: 'd2fe71b68bb25735465128b4aed50d9b165fa5ab92aa2e221fad3d1cd87b7297',
        [testTable]: '20e69309a037cbf0fb2b52be3eaa6c43888215cbc0b96e8f8bd9e2af55652a3f',
      },
      counts: countsOf(22_540, 1104, mutagRelations),
    },
    triples: 'mutag_stripped.nt',
    entityColumn: 'bond',
    labelColumn: 'label_mutagenic',
    leaks: ['http://dl-learner.org/carcinogenesis#isMutagenic'],
    labels: [
      ['0.0', 'not mutagenic'],
      ['1.0', 'mutagenic'],
    ],
  },
];
