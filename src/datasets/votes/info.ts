import type { EdgeType } from '../../graph/index.js';
import type { DatasetInfo } from '../base/types.js';

/** A vote for a bill and one against it, in the order of the signs 1 and -1. */
export const yea: EdgeType = ['member', 'yea', 'bill'];
export const nay: EdgeType = ['member', 'nay', 'bill'];

/** Names of the masks, and how the files of the parts end. */
export const voteParts = { train: 'training', valid: 'validation', test: 'testing' } as const;

/** Folder of both chambers. */
export const voteFolder = 'us-congress-votes';

interface Chamber {
  readonly name: string;
  readonly title: string;
  readonly prefix: string;
  readonly checksums: readonly [train: string, valid: string, test: string];
  readonly counts: DatasetInfo['counts'];
}

function infoOf({ name, title, prefix, checksums, counts }: Chamber): DatasetInfo {
  const files = Object.values(voteParts).map((part) => `${prefix}_${part}.txt`);
  return {
    ...{ name, title, files, counts },
    licence: 'MIT',
    citation:
      'Derr, Johnson, Chang, Tang: Balance in signed bipartite networks. CIKM 2019. Huang et al.: Signed bipartite graph neural networks. CIKM 2021.',
    source: 'huangjunjie-cs/SBGNN, experiments-data',
    task: 'link-prediction',
    splitRule: 'the first of five published splits: votes of the three files train, validate and test',
    checksums: Object.fromEntries(files.map((file, i) => [file, checksums[i]!])),
  };
}

export const voteInfos: readonly DatasetInfo[] = [
  infoOf({
    name: 'us-house-votes',
    title: 'Votes of the members of the US House of Representatives on bills, for and against',
    prefix: 'house1to10-1',
    checksums: [
      'cc65a311dfe890b8a2153b719b0584bfdb30166fbe01f8bb5c3deee38802754b',
      'cd86c820e92aa99880a1afbd5468e2dc11f784134213d8f66feae7a887af7b56',
      'd1536272513b1fac9da4fb1abd74c3642ce4f14998d4c62e0a376e98bddb0ed0',
    ],
    counts: {
      nodes: { member: 515, bill: 1281 },
      edges: { 'member>yea>bill': 61_720, 'member>nay>bill': 52_658 },
    },
  }),
  infoOf({
    name: 'us-senate-votes',
    title: 'Votes of the members of the US Senate on bills, for and against',
    prefix: 'senate1to10-1',
    checksums: [
      '99f995125356a1e54af2bbc3020f65be7efffd8ac660c7b7029a1c898e92ca49',
      '4c21c679e133d5a440937af6b2c41321b3f4c7d85007aa7db06538b02459ffad',
      '1f4a50ecbfd776020448fce6e8cd625e89e3a66838adb9cb012a2cab1bfa858f',
    ],
    counts: {
      nodes: { member: 145, bill: 1056 },
      edges: { 'member>yea>bill': 14_979, 'member>nay>bill': 12_104 },
    },
  }),
];
