import { token, type Rule } from '../rule.js';
import { isWord, looksRandom } from './words.js';

/** Between a name and its value, also in JSON that stands in a text. */
const is = String.raw`[\\"'\`\])]{0,4}\s{0,4}(?:=>|:=|[:=])\s{0,4}`;
/** A value without quotes ends at what ends words in shells, YAML and URLs. */
const bare = String.raw`[^\s"'\`\\,;<>&(){}\[\]|$]`;

const names = {
  password: 'passw(?:or)?d|passwd|passphrase|pwd',
  secret:
    'secret|token|api[_-]?key|apikey|access[_-]?key|auth[_-]?key|private[_-]?key|encryption[_-]?key|signing[_-]?key|master[_-]?key|client[_-]?secret|credentials?',
};

const pemBody = String.raw`(?:(?:\s|\\[nrt]|["'+,|>]){1,20}(?:[A-Za-z0-9+/]{16,4000}={0,2}|[A-Za-z0-9+/]{1,15}={0,2}(?=(?:\s|\\[nrt]|["'+,|>]){0,20}-{4})|=[A-Za-z0-9+/]{4}|(?:Proc-Type|DEK-Info|Comment|Version|Hash): ?[^\n\\]{0,100})){0,500}`;

/** Secrets that are known by what stands around them. */
export const generalRules: readonly Rule[] = [
  token(
    'private-key',
    'Private key',
    ['private key'],
    new RegExp(
      String.raw`-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----${pemBody}(?:(?:\s|\\[nrt]|["'+,|>]){0,20}-----END [A-Z0-9 ]{1,60}-----)?`,
      'g',
    ),
    {
      // Part of a key is a part of the secret, however its lines are set.
      also: ([key]) => {
        const lines =
          key.replace(/-----[A-Z0-9 ]{1,60}-----/g, '').match(/[A-Za-z0-9+/]{32,4000}={0,2}/g) ?? [];
        return lines.length > 1 ? [...lines, lines.join('')] : lines;
      },
      isNone: (key) => key.length < 80,
    },
  ),
  token(
    'putty-key',
    'PuTTY private key',
    ['private-lines'],
    /Private-Lines: \d{1,4}(?<secret>(?:\s{1,4}[A-Za-z0-9+/]{16,80}={0,2}){1,100})/g,
  ),
  token('jwt', 'JSON web token', ['eyj'], /(?<![\w-])eyJ[\w-]{8,4000}\.eyJ[\w-]{8,20000}\.[\w-]{0,2000}/g, {
    also: ([jwt]) => [jwt.split('.').slice(1).join('.')],
  }),
  token(
    'connection-string',
    'Connection string',
    ['://'],
    /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'`<>\\]{0,100}:(?<pass>[^\s@/"'`<>\\]{1,200})@/gi,
    {
      isNone: (_secret, { groups }) => isPlaceholder(groups?.['pass'] ?? ''),
      also: ({ groups }) => password(groups?.['pass'] ?? ''),
    },
  ),
  token(
    'bearer-token',
    'Bearer token',
    ['bearer'],
    /bearer[\\"']{0,3}[\s:=]{1,4}[\\"']{0,3}(?<secret>[\w.~+/-]{16,4000}={0,2})/gi,
    { isNone: (secret) => !looksRandom(secret) },
  ),
  token(
    'basic-auth',
    'Basic authorization',
    ['basic'],
    /basic\s{1,3}(?<secret>[A-Za-z0-9+/]{12,500}={0,2})(?![\w])/gi,
    {
      isNone: (secret) => !isCredential(secret),
      also: ([, secret = '']) => password(decoded(secret).split(':').slice(1).join(':')),
    },
  ),
  token(
    'command-password',
    'Password on a command line',
    ['--password', '--token', '--secret', '--api-key', 'sshpass', 'curl', 'pgpassword', '--passphrase'],
    new RegExp(
      String.raw`(?:--(?:password|passphrase|token|secret|api-key)[= ]|sshpass\s{1,3}-p\s{0,2}|\bcurl\b[^\n]{0,200}?\s(?:-u|--user)\s{0,2}[\\"']{0,2}[^\s:"']{1,100}:)[\\"']{0,2}(?<secret>${bare}{4,256})`,
      'g',
    ),
    { isNone: isPlaceholder },
  ),
  token(
    'url-parameter',
    'Secret in an address',
    ['token=', 'key=', 'secret=', 'signature=', 'password='],
    /[?&](?:access_?token|auth_?token|id_?token|refresh_?token|token|api_?key|key|client_?secret|secret|signature|x-amz-signature|x-goog-signature|password)=(?<secret>[^\s&#"'`<>\\]{8,1000})/gi,
    { isNone: (secret) => isPlaceholder(secret) || !looksRandom(secret) },
  ),
  token(
    'netrc-password',
    'Password in .netrc',
    ['machine'],
    /machine\s{1,5}\S{1,200}\s{1,5}login\s{1,5}\S{1,200}\s{1,5}password\s{1,5}(?<secret>\S{4,200})/g,
    { isNone: isPlaceholder },
  ),
  token(
    'pgpass',
    'Password in .pgpass',
    ['5432:'],
    /(?<![\w.])[\w.-]{1,100}:5432:[\w*-]{1,64}:[\w-]{1,64}:(?<secret>[^\s:]{4,200})/g,
  ),
  token(
    'session-cookie',
    'Session cookie',
    ['cookie'],
    /cookie[\\"']{0,3}\s{0,3}:[^\n]{0,300}?(?:sess(?:ion)?|sid|auth|jwt|token)[\w.-]{0,30}=(?<secret>[^\s;"'\\]{12,4000})/gi,
    { isNone: (secret) => !looksRandom(secret) },
  ),
  token(
    'password-hash',
    'Password hash',
    ['$2a$', '$2b$', '$2y$', '$6$', '$5$', '$argon2', '$y$'],
    /\$(?:2[aby]\$\d\d\$[./A-Za-z0-9]{53}|[56]\$(?:rounds=\d{1,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86}|argon2(?:id|i|d)\$v=\d{1,3}\$[\w=,]{1,50}\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{20,128}|y\$[./A-Za-z0-9]{1,10}\$[./A-Za-z0-9]{1,90}\$[./A-Za-z0-9]{43})/g,
  ),
  token(
    'wireguard-key',
    'WireGuard key',
    ['privatekey', 'presharedkey'],
    /(?:Private|Preshared)Key\s{0,3}=\s{0,3}(?<secret>[A-Za-z0-9+/]{43}=)/g,
  ),
  token(
    'password',
    'Password',
    ['passw', 'pwd', 'passphrase'],
    new RegExp(
      String.raw`(?:${names.password})[\w.-]{0,24}${is}(?:\\?(?<quote>["'\`])(?<quoted>[^"'\`\\\n]{4,200})\\?\k<quote>|(?<bare>${bare}{6,200}))`,
      'gi',
    ),
    {
      isNone: (_secret, { groups }) => {
        const value = groups?.['quoted'] ?? groups?.['bare'] ?? '';
        return (
          isPlaceholder(value) ||
          isWord(value) ||
          (groups?.['bare'] !== undefined && !/\d|[^\w.]/.test(value))
        );
      },
    },
  ),
  token(
    'secret-value',
    'Secret by its name',
    ['secret', 'token', 'key', 'credential'],
    new RegExp(
      String.raw`(?<!\[)(?:${names.secret})[\w.-]{0,24}${is}(?:\\?(?<quote>["'\`])(?<quoted>[^"'\`\\\s]{8,1000})\\?\k<quote>|(?<bare>${bare}{10,1000}))`,
      'gi',
    ),
    {
      isNone: (_secret, { groups }) => {
        const value = groups?.['quoted'] ?? groups?.['bare'] ?? '';
        return isPlaceholder(value) || !looksRandom(value);
      },
    },
  ),
];

/** A variable, a gap to fill in, or a placeholder of ours. */
export function isPlaceholder(value: string): boolean {
  return (
    /^(?:\$|%|<|\{\{|\[|\*+$|x+$|X+$|\.+$|_+$|process\.env|os\.environ|env\.|import\.meta|secrets\.)/.test(
      value,
    ) ||
    /^(?:your|my|the|some|an?)[-_ ]|(?:placeholder|redacted|example|changeme|change-me|dummy)/i.test(value)
  );
}

/** Passwords that stand in one place are looked for elsewhere, unless they are words that stand everywhere. */
function password(value: string): string[] {
  const plain = /%[0-9a-f]{2}/i.test(value) ? uriDecoded(value) : value;
  return [...new Set([value, plain])].filter(
    (text) => text.length >= 6 && !isWord(text) && !isPlaceholder(text),
  );
}

function uriDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Not encoded after all.
    return value;
  }
}

function isCredential(secret: string): boolean {
  return /^[\x20-\x7e]{1,200}:[\x20-\x7e]{1,200}$/.test(decoded(secret));
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}
