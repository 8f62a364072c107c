/** Words that charts put into columns of the unit `term`. They are translated where they are shown. */
export const terms: readonly string[] = [
  ...['Tokens', 'Cost', 'Responses', 'Active days', 'Sessions with an answer'],
  ...['So far', 'At the pace of this month', 'At the pace of the last 7 days', 'Last month'],
  ...['rising', 'falling', 'steady'],
];
