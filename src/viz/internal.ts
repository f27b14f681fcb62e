export { largestClasses, MAX_CONFUSION_CLASSES } from './largest-classes.js';
