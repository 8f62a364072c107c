/** What more than one webview says. `{0}` is the first argument. */
export const sharedTexts = {
  loading: 'Loading…',
  tryAgain: 'Try again',
  notLoaded: 'This could not be loaded.',
  copy: 'Copy',
  copied: 'Copied',
  close: 'Close',
  noPrice: 'no price',
  unknown: 'unknown',
  showMore: 'Show all {0} lines',
  showLess: 'Show less',
  table: 'Table',
  image: 'image',
} as const;
