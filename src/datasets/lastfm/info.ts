import type { DatasetInfo } from '../base/types.js';

export const listenFile = 'user_artist.dat';
export const friendFile = 'user_user.dat';
export const tagFile = 'artist_tag.dat';
export const splitFile = 'train_val_test_idx.npz';

export const lastfmInfo: DatasetInfo = {
  name: 'lastfm-magnn',
  title: 'LastFM of MAGNN: which artists users listen to, with friends and tags',
  licence: 'research use (HetRec 2011)',
  citation:
    'Fu et al.: MAGNN: Metapath aggregated graph neural network for heterogeneous graph embedding. WWW 2020. Cantador et al.: HetRec 2011.',
  source: 'cynricfu/MAGNN, data/raw/LastFM, with the indices of the split as 32-bit numbers',
  task: 'link-prediction',
  splitRule:
    'train_val_test_idx.npz deals out the rows of user_artist.dat; as many pairs without a link are drawn for every part by seed',
  files: [listenFile, friendFile, tagFile, splitFile],
  checksums: {
    [listenFile]: '4303d1dccfd3b8b03c1e34f99710c4d99539c9fa9b54f654e34299efeefbff16',
    [friendFile]: 'eb2f3eb5dbee61161923d0231874cce574c33cea8b9f331d912b1642a1cd29ba',
    [tagFile]: '263e61b0a2a5c06c3994540a2cb732dd2c9d8fafcbe44e7a51a6f18e59f618de',
    [splitFile]: 'b769862b5ed6b50160f27da51f67aaca23d6cb3694ddb19dfb0e5fd7e92174b5',
  },
  counts: {
    nodes: { user: 1892, artist: 17_632, tag: 9718 },
    edges: { 'user>listens>artist': 92_834, 'user>knows>user': 25_434, 'artist>has>tag': 108_437 },
  },
};
