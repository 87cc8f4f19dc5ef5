/** Money for people. Amounts are micro-dollars; a positive amount never looks like nothing. */

/**
 * An amount for reading, with at most three significant digits: `$0.0042`, `$0.50`, `$12.4`, `$1,240`. A positive amount under
 * one micro-dollar gives `<$0.000001`. What is not a finite number gives `–`, the sign for "unpriced".
 */
export function formatMicroUsd(microUsd: number): string {
  if (!Number.isFinite(microUsd)) return '–';
  if (microUsd < 0) return microUsd > -1 ? '>-$0.000001' : `-${formatMicroUsd(-microUsd)}`;
  if (microUsd === 0) return '$0';
  if (microUsd < 1) return '<$0.000001';
  const dollars = Number((microUsd / 1e6).toPrecision(3));
  const [whole = '0', fraction = ''] = trimmed(dollars.toFixed(8)).split('.');
  // One digit of cents reads like a slip ("$1.5"), so it gets its zero.
  const cents = fraction.length === 1 && dollars < 10 ? `${fraction}0` : fraction;
  return `$${grouped(whole)}${cents === '' ? '' : `.${cents}`}`;
}

/** The exact amount as a plain decimal number (`1234567` gives `1.234567`); an empty text for what is not a safe integer. */
export function exactUsd(microUsd: number): string {
  if (!Number.isSafeInteger(microUsd)) return '';
  const digits = String(Math.abs(microUsd)).padStart(7, '0');
  const text = trimmed(`${digits.slice(0, -6)}.${digits.slice(-6)}`);
  return microUsd < 0 ? `-${text}` : text;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}

function trimmed(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
