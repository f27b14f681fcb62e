import { edgeFiles, entityFile, newsFile, splitFile } from '../fang/info.js';
import { hgbFiles } from '../hgb/names.js';
import { amazonHin } from '../recommendation/herec.js';
import { lastfmSocialInfo } from '../recommendation/lastfm-social.js';
import { timmeInfo } from '../timme/info.js';
import { parts } from '../triples/sets.js';
import { voteFolder, voteInfos } from '../votes/info.js';

/** One file to be downloaded, and what it holds. */
export interface Download {
  /** Below the server. */
  readonly path: string;
  /** `plain`: the one file itself; else an archive of them, found in it by their names in whatever folder. */
  readonly form: 'plain' | 'zip' | 'tar.gz';
  readonly files: readonly string[];
}

/** Where the files of a data set can be had. */
export interface RemoteFiles {
  /** Folder below the root, where it is not called like the data set. */
  readonly folder?: string;
  readonly downloads: readonly Download[];
}

/** The server that all paths are of, unless another one mirrors it. */
export const defaultServer = 'https://raw.githubusercontent.com';

function plain(folder: string, files: readonly string[]): Download[] {
  return files.map((file) => ({ path: `${folder}/${file}`, form: 'plain', files: [file] }));
}

function zip(path: string): RemoteFiles {
  return { downloads: [{ path, form: 'zip', files: hgbFiles }] };
}

function triples(path: string, folder?: string): RemoteFiles {
  const files = parts.map((part) => `${part}.txt`);
  return { ...(folder === undefined ? {} : { folder }), downloads: [{ path, form: 'tar.gz', files }] };
}

// By commit where the file has one version, else as the main branch has it: checksums say whether it is still the same.
const hgb = 'YJJGo/PM-HGNN/c48bc429a9b6939a8a233bdb34bbce4c8ad5dcae/data';
const fang = 'nguyenvanhoang7398/FANG/c327cf710bd7ca14ea3dfa20a99de5f5db77fb21/data/news_graph';
const conve = 'TimDettmers/ConvE';
const votes = 'huangjunjie-cs/SBGNN/63019fb82e1c960341bb779278b6d4708183e898/experiments-data';

/**
 * Data sets whose files can be downloaded as they are read, by name. The others were put together, narrowed or rebuilt from several files, or
 * come with an npm package.
 */
export const remoteFiles: Readonly<Record<string, RemoteFiles>> = {
  'hgb-acm': zip(`${hgb}/ACM.zip`),
  'hgb-dblp': zip(`${hgb}/DBLP.zip`),
  'hgb-imdb': zip(`${hgb}/IMDB.zip`),
  'freebase-movie': zip('csyifan/RHGIB/95c9e8f8691af8c35ddd253a044822050062e771/data/Freebase.zip'),
  fang: { downloads: plain(fang, [entityFile, newsFile, splitFile, ...edgeFiles.map(({ file }) => file)]) },
  'timme-purep': { downloads: plain('PatriciaXiao/TIMME/master/data/PureP', timmeInfo.files) },
  'fb15k-237': triples(`${conve}/9e3ad48b3f7bdf1f512dca1723b77bce500508e1/FB15k-237.tar.gz`),
  wn18rr: triples(`${conve}/86eb7dcbbea5f1074529db70654517713030ba62/WN18RR.tar.gz`),
  kinship: triples(`${conve}/master/kinship.tar.gz`, 'kg-small/kinship'),
  umls: triples(`${conve}/master/umls.tar.gz`, 'kg-small/umls'),
  'lastfm-social': {
    downloads: plain(
      'gusye1234/LightGCN-PyTorch/ef7aae37fc51973feabfc7e534720ea51f9eedf6/data/lastfm',
      lastfmSocialInfo.files,
    ),
  },
  'amazon-hin': {
    downloads: plain(
      'librahu/HIN-Datasets-for-Recommendation-and-Network-Embedding/252e54de33c0a3789932e0ff90af726830a80bb8/Amazon',
      amazonHin.info.files,
    ),
  },
  ...Object.fromEntries(
    voteInfos.map(({ name, files }) => [name, { folder: voteFolder, downloads: plain(votes, files) }]),
  ),
  nations: triples(`${conve}/master/nations.tar.gz`, 'kg-small/nations'),
};
