/**
 * How a model's name is recognised: a rule of one letter and a text (`=` equals, `^` starts with, `$` ends with,
 * `~` contains, `/` regular expression), a list of which one must hold, or `{ and }` of which all must.
 */
export type Match = string | readonly Match[] | { readonly and: readonly Match[] };

const expressions = new Map<string, RegExp>();

/** Tells whether a rule holds for a name. All but regular expressions ignore case, as the price source does. */
export function matches(rule: Match, name: string): boolean {
  if (typeof rule !== 'string') {
    return 'and' in rule
      ? rule.and.every((each) => matches(each, name))
      : rule.some((each) => matches(each, name));
  }
  const text = rule.slice(1);
  switch (rule[0]) {
    case '=':
      return name.toLowerCase() === text.toLowerCase();
    case '^':
      return name.toLowerCase().startsWith(text.toLowerCase());
    case '$':
      return name.toLowerCase().endsWith(text.toLowerCase());
    case '~':
      return name.toLowerCase().includes(text.toLowerCase());
    case '/':
      return expression(text).test(name);
    default:
      throw new Error(`Unknown rule in the price table: ${rule}`);
  }
}

function expression(text: string): RegExp {
  let compiled = expressions.get(text);
  if (!compiled) {
    compiled = new RegExp(text);
    expressions.set(text, compiled);
  }
  return compiled;
}
