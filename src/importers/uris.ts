import { isObject, object, str } from './fields.js';

/**
 * The path of a URI: a text (`file:///…`, `vscode-remote://ssh-remote+host/…`) or the editor's own object
 * (`{$mid, fsPath, path, scheme}`). A Windows path begins with its drive.
 */
export function pathOfUri(uri: unknown): string | undefined {
  if (isObject(uri)) {
    return str(uri.fsPath) ?? withDrive(str(uri.path));
  }
  const text = str(uri);
  if (text === undefined) {
    return undefined;
  }
  const [, scheme, authority, path] = /^([a-z][\w+.-]*):\/\/([^/]*)(\/.*)$/i.exec(text) ?? [];
  if (path === undefined) {
    return undefined;
  }
  const decoded = decode(path);
  return scheme === 'file' && authority !== undefined && authority !== ''
    ? `\\\\${authority}${decoded.replaceAll('/', '\\')}`
    : withDrive(decoded);
}

/** The folder that `workspace.json` names: `{folder}`, or that of the file in `{workspace}`. */
export function folderOfWorkspace(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Half written, or not ours: the session is of no known folder.
    return undefined;
  }
  const { folder, workspace, configuration } = object(value);
  const file = pathOfUri(workspace) ?? pathOfUri(configuration);
  return pathOfUri(folder) ?? file?.replace(/[\\/][^\\/]*$/, '');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // A percent sign that begins no character stands for itself.
    return path;
  }
}

function withDrive(path: string | undefined): string | undefined {
  return path !== undefined && /^\/[a-z]:/i.test(path) ? path.slice(1).replaceAll('/', '\\') : path;
}
