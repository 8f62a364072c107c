declare const redacted: unique symbol;

/**
 * What may leave the machine: secrets in it are replaced, or the user has said of each that it may stay. Only this folder
 * makes one, so what was not looked at cannot be written by mistake.
 */
export type Redacted<T> = T & { readonly [redacted]: true };

/** For this folder only. */
export function markRedacted<T>(value: T): Redacted<T> {
  return value as Redacted<T>;
}
