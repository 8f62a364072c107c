import { entropyOf } from '../rule.js';

/** Values that stand beside `password` in code, forms and manuals, and open nothing. */
const words = new Set(
  `string number boolean object undefined null none true false required optional password passwd secret token admin administrator root
  test testing tests user username default example sample value values text input hidden label name field email type param
  postgres mysql localhost changeit letmein qwerty unknown invalid missing empty incorrect wrong expired reset forgot
  confirm confirmation current new old show hide change update enter hash hashed plain encrypted strong weak manager prompt`.split(
    /\s+/,
  ),
);

/** A word that says nothing, or a name in code. */
export function isWord(value: string): boolean {
  return (
    words.has(value.toLowerCase()) ||
    // A phrase of the user interface: "Enter your password".
    /^[A-Za-z][a-z]*(?: [A-Za-z']+){1,}[.:!?…]?$/.test(value) ||
    // A name in code, by its shape: a call, a path of members, a type.
    /^[A-Za-z_]\w{0,60}(?:\.[A-Za-z_]\w{0,60}){1,6}(?:\(.{0,100})?$/.test(value) ||
    /^[a-z]{1,20}(?:[A-Z][a-z]{2,20}){1,4}$/.test(value)
  );
}

/** Random enough for a key: letters and digits, no word, no path, no version, no plain number. */
export function looksRandom(value: string): boolean {
  return (
    value.length >= 8 &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^(?:v?\d+(?:[.-]\d+){0,8}\w{0,4}$|[.~]{0,2}\/[\w.-]{1,40}[/.]|https?:|[A-Za-z]:\\|0x[0-9a-f]{1,8}$)/.test(
      value,
    ) &&
    !/^[a-z]+(?:[-_.][a-z]+){1,10}[-_.]?\d{0,4}$/i.test(value) &&
    !isWord(value) &&
    entropyOf(value) >= (value.length >= 20 ? 3 : 2.5)
  );
}
