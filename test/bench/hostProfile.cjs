// Preloaded into a VS Code server: samples the main thread of each extension host, from before the first extension is loaded.
'use strict';
const { isMainThread } = require('node:worker_threads');
const { Session } = require('node:inspector');

const intervalUs = 200;
const longestGapUs = 5 * intervalUs;
/** What the samples show while the file is loaded, before any of its functions is called by others. */
const loading = '(loading)';

if (isMainThread && process.argv.includes('--type=extensionHost')) {
  const session = new Session();
  session.connect();
  const post = (method, params) => session.post(method, params);
  post('Profiler.enable');
  post('Profiler.setSamplingInterval', { interval: intervalUs });
  post('Profiler.start');
  /** Ends sampling and tells what the samples say of the code in a file at a path. */
  globalThis.hostProfile = (file) =>
    new Promise((resolve, reject) => {
      session.post('Profiler.stop', (error, result) =>
        error ? reject(error) : resolve(sectionsOf(result.profile, file)),
      );
    });
}

/** Times in milliseconds of CPU. A section ends where the thread is idle, does something else, or enters our code at another place. */
function sectionsOf({ nodes, samples, timeDeltas }, file) {
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  /** Names of our functions on the stack, the outermost first; null: none of ours is there. */
  const ours = new Map();
  const oursOf = (id) => {
    let names = ours.get(id);
    if (names === undefined) {
      names = [];
      names.outermost = 0;
      for (let at = id; at !== undefined; at = parents.get(at)) {
        const { url, functionName } = byId.get(at).callFrame;
        if (url.endsWith(file)) {
          const isModule = byId.get(parents.get(at))?.callFrame.url.startsWith('node:internal/modules');
          names.outermost = at;
          names.unshift(isModule ? loading : functionName || '(anonymous)');
        }
      }
      ours.set(id, names);
    }
    return names;
  };
  const sections = [];
  let section = null;
  const totals = { activateMs: 0, loadingMs: 0, totalMs: 0 };
  samples.forEach((id, i) => {
    // A thread that works is sampled all the time; a longer gap is time that the system gave to others.
    const ms = Math.min(longestGapUs, Math.max(0, timeDeltas[i + 1] ?? 0)) / 1000;
    const names = oursOf(id);
    const collects = byId.get(id).callFrame.functionName === '(garbage collector)';
    if (names.length > 0) {
      if (section?.outermost !== names.outermost) {
        section = { ms: 0, names: new Set(), outermost: names.outermost };
        sections.push(section);
      }
      names.forEach((name) => section.names.add(name));
      section.ms += ms;
      totals.totalMs += ms;
      totals.activateMs += names.includes('activate') ? ms : 0;
      totals.loadingMs += names.includes(loading) ? ms : 0;
    } else if (section && collects) {
      section.ms += ms;
    } else {
      section = null;
    }
  });
  const afterStart = sections.filter(({ names }) => !names.has('activate') && !names.has(loading));
  const [longest] = afterStart.sort((a, b) => b.ms - a.ms);
  return { ...totals, longest: longest ? { ms: longest.ms, names: [...longest.names].slice(0, 12) } : null };
}
