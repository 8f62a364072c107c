import type { Finding } from '../../src/common/export.js';
import type { RedactionHost } from '../../src/common/redactionPanel.js';
import { fakeReplay } from './fakeReplay.js';

const rules: readonly [id: string, name: string, kind: Finding['kind']][] = [
  ['github-token', 'GitHub token', 'secret'],
  ['home-path', 'User name in a path', 'personal'],
  ['email', 'E-mail address', 'personal'],
  ['password', 'Password', 'secret'],
  ['private-key', 'Private key', 'secret'],
];

/** A host for the page that shows secrets before an export, of made-up secrets. */
export function fakeRedaction(data: string): RedactionHost {
  const base = fakeReplay('sample').host;
  const count = data === 'empty' ? 0 : data === 'huge' ? 10_000 : 12;
  const findings = Array.from({ length: count }, (_, id): Finding => {
    const [ruleId, ruleName, kind] = rules[id % rules.length]!;
    return {
      ...{ id, ruleId, ruleName, kind, count: count - id, sessions: 1 + (id % 4) },
      placeholder: `[secret:${ruleId}:${1 + Math.floor(id / rules.length)}]`,
      masked: `${'abcdef'.slice(0, id % 7)}••••`,
      session: {
        id: `claude:${id}`,
        title: data === 'hostile' ? '<img src=x onerror=alert(1)> \u202eevil' : `Fix the login, take ${id}`,
      },
      context: {
        before: data === 'hostile' ? '<script>alert(1)</script>' : 'export TOKEN=',
        after: ' && npm publish --access public',
      },
    };
  });
  return {
    ...base,
    start: async () => ({ ...(await base.start()), format: 'html', what: 'Fix the login' }),
    scan: () => Promise.resolve({ sessions: 3, findings: findings.length }),
    findings: (from, limit) => Promise.resolve(findings.slice(from, from + limit)),
    addPattern: (_name, pattern) => Promise.resolve(pattern === '(' ? 'It is no regular expression.' : null),
    write: (keep) =>
      data === 'full'
        ? Promise.reject(
            new Error(
              '/out/x.html could not be written: the disk is full. Make room, or choose another disk.',
            ),
          )
        : Promise.resolve({
            ...{ format: 'html', path: '/home/dev/out.html', files: 1, bytes: 1, sessions: 3, rules: [] },
            redactions: findings.length - keep.secrets.length,
          }),
    cancel: () => Promise.resolve(),
    openResult: () => Promise.resolve(),
  };
}
