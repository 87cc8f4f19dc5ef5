/** Prints what the fixes of the cache rules save: `npm run bench:cache`. */
import { printed, savings } from './cache-savings.ts';

console.log(printed(savings()));
