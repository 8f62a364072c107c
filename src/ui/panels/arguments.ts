import * as z from 'zod';
import { units } from '../../common/charts.js';
import { usageDimensions } from '../../common/usageReport.js';

/** Checks what comes from a webview: session content lies in the page, so the page is not trusted. */

/** A function whose arguments are checked one by one; what does not fit is refused and not called. Extra ones are ignored. */
export function checked<A extends readonly z.ZodType[], R>(
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

export const text = (max: number) => z.string().max(max);

export const wholeNumber = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export const webAddress = z
  .string()
  .max(8000)
  .refine((url) => /^https?:\/\/[^/]/i.test(url) && URL.canParse(url), 'not a web address');

export const sessionId = z.string().min(1).max(500);

/** A border may turn an absent argument into null. */
export const optional = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined);

export const dimension = z.enum(usageDimensions);

export const timeZone = z.string().max(100);

const oneOf = z.array(z.string().max(4000).nullable()).max(500).optional();

export const range = z.object({
  scope: z.enum(['workspace', 'all']),
  since: z.number().optional(),
  until: z.number().optional(),
  agents: z.array(z.string().max(100)).max(100).optional(),
  models: oneOf,
  projects: oneOf,
  branches: oneOf,
  tickets: oneOf,
  tags: z.array(z.string().max(200)).max(100).optional(),
  headless: z.boolean().optional(),
});

export const chartQuestion = z.object({
  id: z.string().max(100),
  range,
  timeZone,
  part: dimension.optional(),
  session: sessionId.optional(),
});

export const chartKeys = z
  .array(z.object({ unit: z.enum(units), key: z.string().max(4000).nullable() }))
  .max(5);
