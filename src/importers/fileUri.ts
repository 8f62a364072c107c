/**
 * The path of a `file:` address, with the separators of the system that it names; a text that is no address as it is. What is
 * no whole escape stays as it is written.
 */
export function pathOfUri(uri: string): string {
  if (!uri.startsWith('file:')) {
    return uri;
  }
  const [, server = '', rest = ''] = /^file:(?:\/\/([^/]*))?(.*)$/s.exec(uri) ?? [];
  const path = decoded(rest);
  if (server !== '' && server !== 'localhost') {
    return `\\\\${server}${path.replaceAll('/', '\\')}`;
  }
  // /C:/work is a drive's.
  return /^\/[a-z]:(?:\/|$)/i.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}

function decoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
