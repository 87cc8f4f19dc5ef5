/**
 * What images, documents and sound weigh: by their size or length, which source code does not tell. So they are named and not counted. Data, with
 * what was recorded where requests of public test suites have one (GPT-4o 255, GPT-4o mini 14,167 and GPT-5 210 for one tile or two; Gemini 2 258).
 */
import { grouped } from '../grouped.ts';
import { bareModelId, familyOf } from './families.ts';
import type { ModelRef } from './token-counter.ts';

/** Kinds of content that is no text. `file`: a document, or something whose kind the source does not tell. */
export type Medium = 'image' | 'file' | 'audio' | 'video';

/** What one of a kind weighs, in words, and who says so. */
export interface MediumTokens {
  readonly words: string;
  readonly source: string;
}

const OPENAI = 'OpenAI, images and vision guide, read by a third party in 2026';
const CLAUDE = 'Anthropic, vision and PDF pages of 2026';
const GOOGLE = 'Gemini API, pages on tokens and media resolution, read by a third party in 2026';

/** Tiles of 512 × 512 after scaling to 2,048 × 768, at most eight. */
const tiles = (base: number, tile: number): string =>
  `${grouped(base)} tokens and ${grouped(tile)} per tile of 512 × 512 pixels, ${grouped(base + 8 * tile)} at most; ${grouped(base)} with low detail`;
/** Patches of 32 × 32, at most 1,536. */
const patches = (factor: number): string => `${factor} tokens per patch of 32 × 32 pixels, ${grouped(Math.floor(1536 * factor))} at most`;

interface Row {
  readonly models: RegExp;
  readonly source: string;
  readonly words: Readonly<Partial<Record<Medium, string>>>;
}

/** The first row that matches the bare model id. */
const ROWS: readonly Row[] = [
  { models: /^gpt-4o-mini/, source: OPENAI, words: { image: tiles(2833, 5667) } },
  { models: /^(?:gpt-4\.1-mini|gpt-5(?:\.\d)?-mini)/, source: OPENAI, words: { image: patches(1.62) } },
  { models: /^(?:gpt-4\.1-nano|gpt-5(?:\.\d)?-nano)/, source: OPENAI, words: { image: patches(2.46) } },
  { models: /^o4-mini/, source: OPENAI, words: { image: patches(1.72) } },
  { models: /^(?:gpt-4o|gpt-4\.1|gpt-4\.5|gpt-4-turbo|chatgpt-4o)/, source: OPENAI, words: { image: tiles(85, 170) } },
  { models: /^gpt-5(?:\.[0-2])?(?![.\d])/, source: OPENAI, words: { image: tiles(70, 140) } },
  { models: /^o[13](?![a-z\d])/, source: OPENAI, words: { image: tiles(75, 150) } },
  {
    models: /^gemini-(?:1|2)/,
    source: GOOGLE,
    words: {
      image: '258 tokens per tile of 768 × 768 pixels',
      file: '258 tokens per page of a PDF',
      audio: '32 tokens per second',
      video: '263 tokens per second',
    },
  },
  {
    models: /^gemini-3/,
    source: GOOGLE,
    words: {
      image: '280 to 1,120 tokens by media resolution',
      file: '280 to 1,120 tokens per page of a PDF, and its text',
      audio: '32 tokens per second',
      video: '70 to 280 tokens per frame',
    },
  },
];

/** What is published about one medium for a model; undefined where nothing is known. */
export function mediumTokens(medium: Medium, ref: ModelRef): MediumTokens | undefined {
  const { id } = familyOf(ref);
  if (id === 'claude' || id === 'claude-new') {
    const most = id === 'claude' ? '1,600' : '5,000';
    if (medium === 'image') return { words: `width × height / 750 tokens, about ${most} at most`, source: CLAUDE };
    return medium === 'file' ? { words: '1,500 to 3,000 tokens per page of a PDF, and an image of it', source: CLAUDE } : undefined;
  }
  const model = bareModelId(ref.model ?? '');
  const row = ROWS.find(({ models }) => models.test(model));
  const words = row?.words[medium];
  return row === undefined || words === undefined ? undefined : { words, source: row.source };
}

/** A kind of content by the name that a request gives it. */
export function mediumOf(name: string): Medium {
  if (/image/i.test(name)) return 'image';
  if (/audio/i.test(name)) return 'audio';
  return /video/i.test(name) ? 'video' : 'file';
}
