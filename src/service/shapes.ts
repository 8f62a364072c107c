import * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';

// The small form of the library, a quarter of the other's size, which every start would load; it comes without words.
z.config(english());

/** A text of at most so many characters. */
export const text = (most: number, least = 0) => z.string().check(z.minLength(least), z.maxLength(most));

/** A list of at most so many items. */
export const list = <T extends z.ZodMiniType>(item: T, most: number, least = 0) =>
  z.array(item).check(z.minLength(least), z.maxLength(most));

/** A whole number from 0 on. */
export const wholeNumber = z.int().check(z.nonnegative());

/** A whole number up to a border, which it may be. */
export const upTo = (most: number, least = 0) => z.int().check(z.minimum(least), z.maximum(most));

/** A number, whole or not, from 0 on. */
export const amount = z.number().check(z.nonnegative());
