// What a package exports is named as it is built.
import { classify } from '@shop/core/dist/models.js';

export const handlers = {
  'schedule:classify': async (_event: unknown, args: { text: string }) => classify(args.text),
};
