/** What a column holds. Times are milliseconds since 1970 UTC; a flag is 1 or 0. */
export type ColumnUnit =
  'text' | 'time' | 'ms' | 'tokens' | 'usd' | 'lines' | 'bytes' | 'count' | 'number' | 'flag';

/** A view of the public read schema (src/store/views.sql), or one of its functions, as people are told of it. */
export interface PublicView {
  name: string;
  about: string;
  /** Name, what it holds, what it means. In the view's order. */
  columns: readonly (readonly [name: string, unit: ColumnUnit, about: string])[];
}
