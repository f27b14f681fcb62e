export type { ForwardMode } from './layer.js';
