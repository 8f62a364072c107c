/** A glob for a folder and all below it. Characters that mean something in a glob stand for themselves. */
export function folderGlob(folder: string): string {
  const path = folder.replaceAll('\\', '/').replace(/\/+$/, '');
  return `${path.replace(/[[\]{}()*?!+@]/g, '\\$&')}/**`;
}
