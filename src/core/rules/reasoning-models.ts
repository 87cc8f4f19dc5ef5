/** Models that think before they answer, and whose thinking counts as output. Vendors' model pages, 2026-11-21. */
const REASONING =
  /^(?:[\w-]+[/:.])*(gpt-5(?!-chat|\.\d-chat)|gpt-6|gpt-daybreak|o[134](-|$)|gemini-(2\.5|3|4)|deepseek-r|deepseek-reasoner|grok-4|qwq|magistral|codex)/i;

/** Tokens that are added to an output limit so that thinking does not use it up (an assumption, named wherever it is used). */
export const REASONING_ALLOWANCE = 4000;

/** True for a model that thinks unless told otherwise. */
export function reasons(model: string | undefined): boolean {
  return model !== undefined && REASONING.test(model);
}
