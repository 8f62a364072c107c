import { sessionCategories } from '../common/insights.js';

/** Words that charts put into columns of the unit `term`. They are translated where they are shown. */
export const terms: readonly string[] = [
  ...['Tokens', 'Cost', 'Responses', 'Active days', 'Sessions with an answer'],
  ...['So far', 'At the pace of this month', 'At the pace of the last 7 days', 'Last month'],
  ...['Score of 5', 'Planned first', 'One-shot', 'Corrections', 'not looked at yet'],
  ...sessionCategories,
  ...['Small sessions on a dear model', 'Large sessions on a cheap model', 'compaction', 'added', 'removed'],
  ...['In the open window', 'Per hour of it', 'Expected at its end', 'Last 7 days (trailing)'],
  ...['open', 'ended since: now not known', 'end not told'],
  ...['rising', 'falling', 'steady'],
];
