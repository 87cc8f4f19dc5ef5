import { anthropic } from './anthropic.ts';
import { openai } from './openai.ts';
import type { SdkProfile } from './profile.ts';

/** Every SDK profile; adding one is adding a file and a line. */
export const sdkProfiles: readonly SdkProfile[] = [anthropic, openai];
