/** What no surface may pass on: control characters but line feed and tab, and marks that turn the direction of text. */
export const invisible = /[^\P{Cc}\n\t]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Zl}\p{Zp}]/u;
