/** Compression of prompts: what can be taken out of their text, what it saves, and the edits that do it. */
export { compressText, removal, type Compression, type CompressOptions, type DroppedRewrite } from './compress-text.ts';
export { compressCall, editInSource, joinedPrompt, placeInSource, type CallCompression, type JoinedPrompt } from './compress-call.ts';
export { classesOf, HOLE, rewriteClasses, type CompressionPart, type RewriteClass } from './rewrite.ts';
export { likeAmong, repeatedExamples } from './examples.ts';
export { jsonBlocks, recordsAsCsv, recordsOf } from './json-text.ts';
export { lostConstraint } from './constraints.ts';
export { normalised, repetitionsIn, sentencesOf, type Repetition } from './sentences.ts';
export { scanText } from './scan.ts';
