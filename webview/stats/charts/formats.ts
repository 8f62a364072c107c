import * as plain from '../../../src/common/format.js';

/** How figures and days are written in a language. */
export interface Formats {
  tokens(value: number): string;
  usd(value: number): string;
  count(value: number): string;
  /** 1 is 100 %. */
  share(value: number): string;
  /** With a sign. */
  change(value: number): string;
  /** `YYYY-MM-DD`: Nov 20, 2026; Nov 20; the month alone. */
  day(day: string): string;
  shortDay(day: string): string;
  month(day: string): string;
  /** 1 is Monday. */
  weekday(number: number): string;
  hour(hour: number): string;
  /** Milliseconds since 1970 UTC, here. */
  time(at: number): string;
}

/**
 * Figures in the words of a language. In English they are those of every other surface; a German reads 1,2 Mio. and
 * 1.234,50 $, a Japanese 120万 and $1,234.50.
 */
export function formatsOf(language: string): Formats {
  const locale = Intl.NumberFormat.supportedLocalesOf(language).length > 0 ? language : 'en';
  const isEnglish = /^en\b/i.test(locale);
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (day: string) => format.format(Date.parse(`${day}T00:00:00Z`));
  };
  const compact = number({ notation: 'compact', maximumSignificantDigits: 3 });
  const dollars = number({ style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
  const weekdays = date({ weekday: 'short', timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    tokens: isEnglish ? plain.formatTokens : compact,
    usd: isEnglish
      ? plain.formatCost
      : (value) => (value > 0 && value < 0.005 ? `<${dollars(0.01)}` : dollars(value)),
    count: isEnglish ? plain.formatCount : number({ maximumFractionDigits: 0 }),
    share: number({ style: 'percent', maximumFractionDigits: 1 }),
    change: number({ style: 'percent', maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
    day: date({ dateStyle: 'medium', timeZone: 'UTC' }),
    shortDay: date({ month: 'short', day: 'numeric', timeZone: 'UTC' }),
    month: date({ month: 'short', timeZone: 'UTC' }),
    // The first of January 2024 was a Monday.
    weekday: (n) => weekdays(`2024-01-0${n}`),
    hour: (hour) => String(hour).padStart(2, '0'),
    time: (at) => time.format(at),
  };
}
