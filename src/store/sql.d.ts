/** SQL texts are files of their own; the bundler and the test set-up load them as strings. */
declare module '*.sql' {
  const text: string;
  export default text;
}
