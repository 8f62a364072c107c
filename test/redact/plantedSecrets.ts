/** A secret that is made up when the test runs, so that no scanner of repositories finds one in this file. */
export interface Planted {
  /** What it is, for messages. */
  kind: string;
  /** The text that it stands in. */
  text: string;
  /** What must be nowhere in a redacted export, in any encoding. */
  secrets: readonly string[];
}

const lower = 'abcdefghijklmnopqrstuvwxyz';
const upper = lower.toUpperCase();
const digits = '0123456789';
const hex = '0123456789abcdef';
const alnum = lower + upper + digits;
const base64 = `${alnum}+/`;

/** One of each kind, always the same of the same seed. */
export function plantedSecrets(seed = 1): Planted[] {
  let state = seed >>> 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const of = (letters: string, count: number) =>
    Array.from({ length: count }, () => letters[Math.floor(next() * letters.length)]).join('');
  const planted: Planted[] = [];
  const plant = (
    kind: string,
    secret: string,
    text = (one: string) => `the value is ${one} here`,
    ...more: string[]
  ) => planted.push({ kind, text: text(secret), secrets: [secret, ...more] });
  const join = (...parts: string[]) => parts.join('');

  plant('aws access key', join('AK', 'IA', of(`${upper}234567`, 16)));
  plant('aws secret key', of(base64, 40), (one) => `aws_secret_access_key = ${one}`);
  plant('aws session token', of(base64, 200), (one) => `AWS_SESSION_TOKEN=${one}`);
  plant('google api key', join('AI', 'za', of(`${alnum}-_`, 35)));
  plant('google oauth secret', join('GOC', 'SPX-', of(alnum, 28)));
  plant('google oauth token', join('ya', '29.', of(`${alnum}-_`, 60)));
  plant(
    'azure storage key',
    `${of(base64, 86)}==`,
    (one) => `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${one};EndpointSuffix=core`,
  );
  plant('azure client secret', `${of(alnum, 3)}8Q~${of(alnum, 34)}`);
  plant(
    'azure signature',
    `${of(alnum, 43)}%3D`,
    (one) => `https://a.blob.core.windows.net/c?sv=2022&sig=${one}`,
  );
  plant('digitalocean', join('dop', '_v1_', of(hex, 64)));
  plant('alibaba', join('LT', 'AI', of(alnum, 20)));
  plant('heroku', join('HR', 'KU-', of(alnum, 36)));
  plant('fly.io', join('fo', '1_', of(alnum, 43)));
  plant('vault', join('hv', 's.', of(alnum, 90)));
  plant('terraform', `${of(alnum, 14)}.atlasv1.${of(alnum, 64)}`);
  plant('databricks', join('da', 'pi', of(hex, 32)));
  plant('supabase', join('sb', 'p_', of(hex, 40)));
  plant('planetscale', join('psc', 'ale_tkn_', of(alnum, 43)));
  plant('doppler', join('dp', '.pt.', of(alnum, 43)));
  plant('pulumi', join('pu', 'l-', of(hex, 40)));
  plant('grafana', join('gl', 'sa_', of(alnum, 32), '_', of(hex, 8)));
  plant('new relic', join('NR', 'AK-', of(upper + digits, 27)));
  plant('dynatrace', join('dt0', 'c01.', of(upper + digits, 24), '.', of(upper + digits, 64)));
  plant('github', join('gh', 'p_', of(alnum, 36)));
  plant('github server', join('gh', 's_', of(alnum, 36)));
  plant('github fine-grained', join('github', '_pat_', of(alnum, 22), '_', of(alnum, 59)));
  plant('gitlab', join('gl', 'pat-', of(alnum, 20)));
  plant('bitbucket', join('AT', 'BB', of(alnum, 32)));
  plant('atlassian', join('AT', 'ATT3', of(alnum, 180)));
  plant('npm', join('np', 'm_', of(alnum, 36)));
  plant('npmrc', of(alnum, 36), (one) => `//registry.example.com/:_authToken=${one}`);
  plant('pypi', join('py', 'pi-AgEIcHlwaS5vcmc', of(alnum, 80)));
  plant('rubygems', join('rubyg', 'ems_', of(hex, 48)));
  plant('docker', join('dck', 'r_pat_', of(alnum, 27)));
  plant(
    'docker config',
    Buffer.from(`robot:${of(alnum, 20)}`).toString('base64'),
    (one) => `{"auths": {"r.io": {"auth": "${one}"}}}`,
  );
  plant('linear', join('lin', '_api_', of(alnum, 40)));
  plant('sentry', join('snt', 'rys_', of(alnum, 80)));
  plant('sonar', join('sq', 'p_', of(hex, 40)));
  plant('postman', join('PM', 'AK-', of(hex, 24), '-', of(hex, 34)));
  plant('figma', join('fi', 'gd_', of(alnum, 43)));
  plant('notion', join('nt', 'n_', of(alnum, 46)));
  plant('anthropic', join('sk-', 'ant-api03-', of(alnum, 93), '-', of(alnum, 8)));
  plant('openai', join('sk-', 'proj-', of(alnum, 74), 'T3Blbk', 'FJ', of(alnum, 74)));
  plant('openai, old', join('sk', '-', of(alnum, 20), 'T3Blbk', 'FJ', of(alnum, 20)));
  plant('openrouter', join('sk-', 'or-v1-', of(hex, 64)));
  plant('hugging face', join('h', 'f_', of(alnum, 34)));
  plant('groq', join('gs', 'k_', of(alnum, 52)));
  plant('xai', join('xa', 'i-', of(alnum, 80)));
  plant('perplexity', join('pp', 'lx-', of(alnum, 48)));
  plant('replicate', join('r', '8_', of(alnum, 37)));
  plant('slack', join('xo', 'xb-', of(digits, 12), '-', of(digits, 12), '-', of(alnum, 24)));
  plant(
    'slack webhook',
    `T${of(upper, 8)}/B${of(upper, 8)}/${of(alnum, 24)}`,
    (one) => `https://hooks.slack.com/services/${one}`,
  );
  plant('telegram', `${of('123456789', 9)}:AA${of(alnum, 33)}`);
  plant('twilio', join('S', 'K', of(hex, 32)));
  plant('sendgrid', join('S', 'G.', of(alnum, 22), '.', of(alnum, 43)));
  plant('mailgun', join('ke', 'y-', of(hex, 32)));
  plant('mailchimp', `${of(hex, 32)}-us12`);
  plant('stripe', join('sk', '_live_', of(alnum, 24)));
  plant('stripe webhook', join('wh', 'sec_', of(alnum, 32)));
  plant('square', join('sq0', 'atp-', of(alnum, 22)));
  plant('shopify', join('shp', 'at_', of(hex, 32)));
  plant('age key', join('AGE-', 'SECRET-KEY-1', of(upper + digits, 58)));
  const lines = Array.from({ length: 24 }, () => of(base64, 64));
  plant(
    'private key',
    lines.join('\n'),
    (one) => join('-----BEGIN RSA ', 'PRIVATE KEY-----\n', one, '\n-----END RSA ', 'PRIVATE KEY-----'),
    ...lines,
  );
  plant('json web token', `eyJ${of(alnum, 30)}.eyJ${of(alnum, 80)}.${of(`${alnum}-_`, 43)}`);
  const databasePassword = `${of(alnum, 6)}%21${of(alnum, 6)}`;
  plant('connection string', databasePassword, (one) => `postgres://app:${one}@db.internal:5432/main`);
  plant('mongo connection', of(alnum, 16), (one) => `mongodb+srv://root:${one}@cluster0.abc.mongodb.net/x`);
  plant('address with password', of(alnum, 16), (one) => `git clone https://me:${one}@code.internal/a.git`);
  plant('bearer', of(`${alnum}-_`, 40), (one) => `curl -H 'Authorization: Bearer ${one}' https://a.internal`);
  plant(
    'basic',
    Buffer.from(`admin:${of(alnum, 18)}`).toString('base64'),
    (one) => `Authorization: Basic ${one}`,
  );
  plant('command line', of(alnum, 18), (one) => `mysqldump --password=${one} --all-databases`);
  plant('curl user', of(alnum, 18), (one) => `curl -s -u admin:${one} https://a.internal/x`);
  plant('address parameter', of(alnum, 32), (one) => `GET /v1/items?api_key=${one}&page=2`);
  plant('netrc', of(alnum, 18), (one) => `machine api.internal login bot password ${one}`);
  plant('cookie', of(alnum, 40), (one) => `Cookie: theme=dark; session_id=${one}; a=b`);
  plant('bcrypt hash', `$2b$12$${of(`${alnum}./`, 53)}`);
  plant('wireguard', `${of(base64, 43)}=`, (one) => `[Interface]\nPrivateKey = ${one}`);
  plant('password in JSON', `${of(alnum, 8)}!"<&'${of(alnum, 6)}`, (one) =>
    JSON.stringify({ user: 'x', password: one }),
  );
  plant(
    'password in YAML',
    `${of(alnum, 10)}#${of(digits, 3)}`,
    (one) => `db:\n  password: ${one}\n  port: 5432`,
  );
  plant('environment', of(alnum, 32), (one) => `export MY_SERVICE_API_KEY="${one}"`);
  plant('client secret', of(`${alnum}_-`, 40), (one) => `client_secret: '${one}'`);
  plant('e-mail', `${of(lower, 8)}.${of(lower, 6)}@${of(lower, 9)}.io`);
  plant('user name', `/home/${of(lower, 9)}`, (one) => `cd ${one}/app && ls`);
  plant('windows user name', `C:\\Users\\${of(upper, 1)}${of(lower, 9)}`, (one) => `dir ${one}\\AppData`);
  return planted;
}

/** Every form in which a text must not be found; base64 where it stands at the beginning of what was encoded. */
export function formsOf(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...[secret, json, JSON.stringify(json).slice(1, -1)],
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
    encodeURIComponent(secret),
    Buffer.from(secret)
      .toString('base64')
      .slice(0, Math.floor((Buffer.byteLength(secret) * 8) / 6)),
    Buffer.from(secret)
      .toString('base64url')
      .slice(0, Math.floor((Buffer.byteLength(secret) * 8) / 6)),
  ].filter((form, index, forms) => forms.indexOf(form) === index);
}
