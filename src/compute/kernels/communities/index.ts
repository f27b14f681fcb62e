export { type CommunityLevel, type PlacedLevel, placeLevel } from './level.js';
export { CommunityMoves } from './moves.js';
export { CommunityRefinement } from './refinement.js';
export { groupedRows, reorderedRows } from './rows.js';
