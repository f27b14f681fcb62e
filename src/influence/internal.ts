/** What other rooms of the library use of this one, beyond its public names. */
export { type Friends, friendsOf } from './invite/friends.js';
