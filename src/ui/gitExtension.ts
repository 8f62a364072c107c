import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/lifecycle.js';

/** The part of the built-in Git extension's API (version 1) that is used: it only tells when to look again. */
interface GitRepository {
  readonly state: {
    readonly HEAD?: { readonly name?: string };
    onDidChange(listener: () => void): vscode.Disposable;
  };
}
interface GitApi {
  readonly repositories: readonly GitRepository[];
  onDidOpenRepository(listener: (repository: GitRepository) => void): vscode.Disposable;
}
interface GitExports {
  getAPI(version: 1): GitApi;
}

/** Calls `changed` when a repository of the window has another branch. Does nothing where the Git extension is off. */
export function watchBranches(changed: () => void, log: vscode.LogOutputChannel): Disposable {
  const disposables = new DisposableStore();
  const extension = vscode.extensions.getExtension<GitExports>('vscode.git');
  const follow = (repository: GitRepository) => {
    let branch = repository.state.HEAD?.name;
    // The state changes with every edit of a file; only another branch matters here.
    disposables.add(
      repository.state.onDidChange(() => {
        if (repository.state.HEAD?.name !== branch) {
          branch = repository.state.HEAD?.name;
          changed();
        }
      }),
    );
  };
  extension?.activate().then(
    (exports) => {
      const api = exports.getAPI(1);
      api.repositories.forEach(follow);
      disposables.add(api.onDidOpenRepository(follow));
    },
    (error: unknown) => log.info(`The Git extension is not available: ${String(error)}`),
  );
  return disposables;
}
