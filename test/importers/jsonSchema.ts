type Schema = Record<string, unknown>;

/** The words of JSON Schema 2020-12 that the published schema uses. Any other fails, so that nothing passes unchecked. */
const known = new Set([
  ...[
    '$schema',
    '$id',
    '$defs',
    '$ref',
    'title',
    'description',
    'examples',
    'format',
    'type',
    'const',
    'enum',
  ],
  ...['oneOf', 'anyOf', 'required', 'properties', 'additionalProperties', 'items', 'minLength', 'maxLength'],
  ...['maxItems', 'pattern'],
  ...['minimum', 'maximum', 'exclusiveMinimum'],
]);

/** What is wrong with a value, each with its place; nothing: it is valid. */
export function schemaErrors(value: unknown, schema: Schema, root: Schema, at = '$'): string[] {
  for (const word of Object.keys(schema)) {
    if (!known.has(word)) {
      return [`${at}: the test does not know ${word}`];
    }
  }
  const errors: string[] = [];
  if (typeof schema['$ref'] === 'string') {
    errors.push(...schemaErrors(value, resolve(schema['$ref'], root), root, at));
  }
  const fits = (of: unknown) => schemaErrors(value, of as Schema, root, at).length === 0;
  if (Array.isArray(schema['oneOf']) && schema['oneOf'].filter(fits).length !== 1) {
    errors.push(`${at}: fits ${schema['oneOf'].filter(fits).length} of oneOf`);
  }
  if (Array.isArray(schema['anyOf']) && !schema['anyOf'].some(fits)) {
    errors.push(`${at}: fits none of anyOf`);
  }
  if ('const' in schema && value !== schema['const']) {
    errors.push(`${at}: is not ${JSON.stringify(schema['const'])}`);
  }
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(value)) {
    errors.push(`${at}: is none of ${schema['enum'].join(', ')}`);
  }
  if (typeof schema['type'] === 'string' && !isType(value, schema['type'])) {
    errors.push(`${at}: is no ${schema['type']}`);
  }
  if (typeof value === 'string') {
    errors.push(...textErrors(value, schema, at));
  } else if (typeof value === 'number') {
    errors.push(...numberErrors(value, schema, at));
  } else if (Array.isArray(value) && schema['items'] !== undefined) {
    if (typeof schema['maxItems'] === 'number' && value.length > schema['maxItems']) {
      errors.push(`${at}: is too long`);
    }
    errors.push(
      ...value.flatMap((entry, i) => schemaErrors(entry, schema['items'] as Schema, root, `${at}[${i}]`)),
    );
  } else if (typeof value === 'object' && value !== null) {
    errors.push(...objectErrors(value as Schema, schema, root, at));
  }
  return errors;
}

/** What `#` or `#/$defs/name` stands for. */
export function resolve(ref: string, root: Schema): Schema {
  const name = ref.replace('#/$defs/', '');
  return name === '#'
    ? root
    : ((root['$defs'] as Record<string, Schema>)[name] ?? { [`missing ${ref}`]: true });
}

function isType(value: unknown, type: string): boolean {
  switch (type) {
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

function textErrors(value: string, { minLength, maxLength, format, pattern }: Schema, at: string): string[] {
  return [
    ...(typeof pattern === 'string' && !new RegExp(pattern, 'u').test(value)
      ? [`${at}: does not match`]
      : []),
    ...(typeof minLength === 'number' && value.length < minLength ? [`${at}: is too short`] : []),
    ...(typeof maxLength === 'number' && value.length > maxLength ? [`${at}: is too long`] : []),
    ...(format === 'date-time' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value)
      ? [`${at}: is no date-time`]
      : []),
  ];
}

function numberErrors(value: number, { minimum, maximum, exclusiveMinimum }: Schema, at: string): string[] {
  return [
    ...(typeof minimum === 'number' && value < minimum ? [`${at}: is too small`] : []),
    ...(typeof maximum === 'number' && value > maximum ? [`${at}: is too large`] : []),
    ...(typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum ? [`${at}: is too small`] : []),
  ];
}

function objectErrors(value: Schema, schema: Schema, root: Schema, at: string): string[] {
  const properties = (schema['properties'] ?? {}) as Record<string, Schema>;
  const required = (schema['required'] ?? []) as string[];
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}.${name}: is missing`),
    ...Object.entries(value).flatMap(([name, field]) => {
      const of = properties[name];
      if (of === undefined) {
        return schema['additionalProperties'] === false ? [`${at}.${name}: is no property`] : [];
      }
      return schemaErrors(field, of, root, `${at}.${name}`);
    }),
  ];
}
