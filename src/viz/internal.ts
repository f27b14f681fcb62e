export { MAX_CONFUSION_CLASSES } from './confusion.js';
export { largestClasses } from './largest-classes.js';
