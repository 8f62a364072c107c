import * as z from 'zod/mini';
import { partDimensions, units } from '../../common/charts.js';
import { list, text } from '../../service/shapes.js';

/** Checks what comes from a webview: session content lies in the page, so the page is not trusted. */

/** A function whose arguments are checked one by one; what does not fit is refused and not called. Extra ones are ignored. */
export function checked<A extends readonly z.ZodMiniType[], R>(
  schemas: readonly [...A],
  call: (...args: { [K in keyof A]: z.output<A[K]> }) => R,
): (...args: unknown[]) => R {
  return (...args) => {
    const values = schemas.map((schema, index) => {
      const result = schema.safeParse(args[index]);
      if (!result.success) {
        throw new Error(
          `Argument ${index + 1} does not fit: ${result.error.issues[0]?.message ?? 'invalid'}`,
        );
      }
      return result.data;
    });
    return call(...(values as { [K in keyof A]: z.output<A[K]> }));
  };
}

export const webAddress = text(8000).check(
  z.refine((url) => /^https?:\/\/[^/]/i.test(url) && URL.canParse(url), 'not a web address'),
);

export const sessionId = text(500, 1);

/** A border may turn an absent argument into null. */
export const optional = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.nullish(schema),
    z.transform((value) => value ?? undefined),
  );

export const partDimension = z.enum(partDimensions);

export const timeZone = text(100);

const oneOf = z.optional(list(z.nullable(text(4000)), 500));

export const range = z.object({
  scope: z.enum(['workspace', 'all']),
  since: z.optional(z.number()),
  until: z.optional(z.number()),
  agents: z.optional(list(text(100), 100)),
  models: oneOf,
  projects: oneOf,
  branches: oneOf,
  tickets: oneOf,
  tags: z.optional(list(text(200), 100)),
  headless: z.optional(z.boolean()),
});

export const chartQuestion = z.object({
  id: text(100),
  range,
  timeZone,
  part: z.optional(partDimension),
  session: z.optional(sessionId),
});

export const chartKeys = list(z.object({ unit: z.enum(units), key: z.nullable(text(4000)) }), 5);
