import type { ToolCategory } from '../common/model.js';

/** The category of each tool by its name, from the tools of each category. */
export function categoryTable(
  names: Partial<Record<ToolCategory, readonly string[]>>,
): ReadonlyMap<string, ToolCategory> {
  return new Map(
    Object.entries(names).flatMap(([category, of]) =>
      of.map((name): [string, ToolCategory] => [name, category as ToolCategory]),
    ),
  );
}
