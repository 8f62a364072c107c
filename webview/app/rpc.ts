import { Emitter } from '../../src/common/event.js';
import {
  isPanelEvent,
  panelCallLimit,
  type PanelEvent,
  type PanelHost,
} from '../../src/common/panelProtocol.js';
import { connect, type Port, type Remote } from '../../src/common/rpc.js';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare const acquireVsCodeApi: (() => VsCodeApi) | undefined;

// VS Code hands it out once a page. A replay in a file of its own has none: nobody answers, and what it keeps goes with the page.
const vscode = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : alone();

const port: Port = {
  post: (message) => vscode.postMessage(message),
  onMessage(listener) {
    // Only the host has access to this page's `postMessage`; frames inside it cannot exist under the content policy.
    const handler = (event: MessageEvent) => listener(event.data);
    window.addEventListener('message', handler);
    return { dispose: () => window.removeEventListener('message', handler) };
  },
};

const events = new Emitter<PanelEvent>();
port.onMessage((message) => {
  if (isPanelEvent(message)) {
    events.fire(message);
  }
});

/** What the host tells. May be lost while the page is hidden, so `shown` below is a reason to ask again too. */
export const onPanelEvent = events.event;

/** The host's side of this page, as the interface of its panel; what nothing else could handle is told to its log. To be called once. */
export function connectHost<T extends PanelHost>(): Remote<T> {
  const { api } = connect<T>(port, panelCallLimit);
  reportUncaught(api);
  return api;
}

/** The place in this page that VS Code keeps while it is hidden and across a restart. */
export const savedState = {
  get: (): unknown => vscode.getState(),
  set: (state: unknown): void => vscode.setState(state),
};

function alone(): VsCodeApi {
  let state: unknown;
  return {
    postMessage: () => undefined,
    getState: () => state,
    setState(next) {
      state = next;
    },
  };
}

function reportUncaught(host: { reportError(message: string): Promise<unknown> }): void {
  const tell = (message: string) => void host.reportError(message.slice(0, 2000)).catch(() => undefined);
  window.addEventListener('error', (event) => tell(`${event.message} (${event.filename}:${event.lineno})`));
  window.addEventListener('unhandledrejection', (event) => tell(String(event.reason)));
}
