/** A glob for a folder and all below it. Characters that mean something in a glob stand for themselves. */
export function folderGlob(folder: string): string {
  return `${literalGlob(withSlashes(folder).replace(/\/+$/, ''))}/**`;
}

/** The text as a glob that matches it alone. */
export function literalGlob(text: string): string {
  return text.replace(/["'!$()*+,?@[\]^{|}]/g, '\\$&');
}

/** What a glob without wildcards means: the characters that are escaped in it stand for themselves. */
export function withoutEscapes(glob: string): string {
  return glob.replace(/\\(.)/g, '$1');
}

/** The path with `/`. On every platform: a remote or restored history may hold paths of another one. */
export function withSlashes(path: string): string {
  return path.replaceAll('\\', '/');
}
