export { groupedRows } from './grouped-rows.js';
export { type CommunityLevel, type PlacedLevel, placeLevel, zeroedScratch } from './level.js';
export { CommunityMoves } from './moves.js';
export { CommunityRefinement } from './refinement.js';
export { reorderedRows } from './rows.js';
