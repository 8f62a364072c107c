import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { createRedactor, type Keep } from '../../src/redact/redactor.js';
import { rules } from '../../src/redact/rules/index.js';
import { detect } from '../../src/redact/detect.js';
import { formsOf, plantedSecrets } from './plantedSecrets.js';

const nothing: Keep = { rules: new Set(), secrets: new Set() };

function redacted(...texts: string[]): string[] {
  const redactor = createRedactor(() => nothing);
  redactor.learn(texts);
  return redactor.redact(texts);
}

describe('secrets', () => {
  const planted = plantedSecrets();

  it('are of sixty kinds at least, and rules have names of their own', () => {
    assert.ok(planted.length >= 60);
    assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
    assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
    for (const { keywords, id } of rules) {
      assert.deepEqual(
        keywords,
        keywords.map((word) => word.toLowerCase()),
        id,
      );
    }
  });

  for (const { kind, text, secrets } of planted) {
    it(`are replaced: ${kind}`, () => {
      const [result = ''] = redacted(text);
      for (const secret of secrets) {
        assert.ok(!result.includes(secret), result);
      }
      assert.match(result, /\[secret:[\w-]+:1\]/);
    });

    it(`are replaced in every encoding, elsewhere: ${kind}`, () => {
      const [secret = ''] = secrets;
      const wrapped = secret.length >= 24 ? `    ${secret.slice(0, 13)}\n    ${secret.slice(13)}` : '';
      const others = [
        ...formsOf(secret).map((form) => `x ${form} y`),
        Buffer.from(`some text before ${secret} and after`).toString('base64'),
        Buffer.from(`1${secret}`).toString('base64url'),
        JSON.stringify({ a: JSON.stringify({ b: secret }) }),
        wrapped,
      ];
      const results = redacted(text, ...others).slice(1);
      results.forEach((result, index) => {
        for (const form of formsOf(secret)) {
          assert.ok(!result.includes(form), `${index}: ${result}`);
        }
      });
      if (wrapped && kind !== 'private key') {
        assert.match(results.at(-1) ?? '', /\[secret:/);
      }
    });
  }

  it('have one placeholder each, that says nothing of them', () => {
    const [first = '', second = ''] = planted
      .filter(({ kind }) => kind.startsWith('github'))
      .map(({ secrets }) => secrets[0]);
    assert.deepEqual(redacted(`${first} ${second}`, second, first), [
      '[secret:github-token:1] [secret:github-token:2]',
      '[secret:github-token:2]',
      '[secret:github-token:1]',
    ]);
  });

  it('are found in what JSON decodes to', () => {
    const [key = ''] = planted.find(({ kind }) => kind === 'anthropic')?.secrets ?? [];
    const escaped = `{"a":"${[...key].map((char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`;
    assert.deepEqual(redacted(escaped), ['{"a":"[secret:anthropic-key:1]"}']);
  });

  it('stay where the user says so, and only those', () => {
    const [token = ''] = planted.find(({ kind }) => kind === 'npm')?.secrets ?? [];
    const text = `${token} and someone@firm.io`;
    for (const keep of [
      { rules: new Set(['npm-token']), secrets: new Set<number>() },
      { rules: new Set<string>(), secrets: new Set([0]) },
    ]) {
      const redactor = createRedactor(() => keep);
      redactor.learn(text);
      assert.equal(redactor.redact(text), `${token} and [secret:email:1]`);
    }
  });

  it('keep the shape of paths', () => {
    assert.deepEqual(
      redacted('/home/zelda/app/x.ts', 'C:\\Users\\zelda\\x', '~/.claude/projects/-home-zelda-app/1.jsonl'),
      [
        '/home/[secret:home-path:1]/app/x.ts',
        'C:\\Users\\[secret:home-path:1]\\x',
        '~/.claude/projects/-home-[secret:home-path:1]-app/1.jsonl',
      ],
    );
  });
});

describe('names of users', () => {
  const home = 'in /home/zelda.mae/app and C:\\Users\\Link7\\x';
  const afterHome = (text: string) => redacted(home, text)[1];

  for (const [text, expected] of [
    ['user=zelda.mae', 'user=[1]'],
    ['zelda.mae@castle:~$ ls', '[1]@castle:~$ ls'],
    ['Zelda.Mae says: "LINK7_HOST"', '[1] says: "[2]_HOST"'],
    ['branch zelda.mae/fix, host link7-laptop', 'branch [1]/fix, host [2]-laptop'],
    ['"a \\"link7\\" b"', '"a \\"[2]\\" b"'],
    ['zeldaXmae, link77, xlink7, élink7', 'zeldaXmae, link77, xlink7, élink7'],
  ] as const) {
    it(`are replaced where they stand as words: ${text}`, () => {
      // Numbers are given in the order in which names are met.
      const result = (afterHome(text) ?? '').replace(/\[secret:user-name:\d\]/g, '[name]');
      assert.equal(result, expected.replace(/\[\d\]/g, '[name]'));
    });
  }

  it('are looked for as they are known from the start, before a path tells them', () => {
    const redactor = createRedactor(() => nothing, { names: ['zelda'] });
    redactor.learn(['Zelda here', '/home/zelda/app']);
    assert.deepEqual(redactor.redact(['Zelda here', '/home/zelda/app']), [
      '[secret:user-name:1] here',
      '/home/[secret:home-path:1]/app',
    ]);
  });

  it('stay where the user says so, in paths and elsewhere apart', () => {
    for (const [rule, expected] of [
      ['user-name', 'zelda in /home/[secret:home-path:1]'],
      ['home-path', '[secret:user-name:1] in /home/zelda'],
    ] as const) {
      const redactor = createRedactor(() => ({ rules: new Set([rule]), secrets: new Set() }));
      redactor.learn(['/home/zelda/app', 'zelda']);
      assert.equal(redactor.redact('zelda in /home/zelda'), expected);
    }
  });

  it('are none where they are short, plain words, or what an agent is called', () => {
    const redactor = createRedactor(() => nothing, { words: ['acme'] });
    for (const name of ['bob', 'test', 'mark', 'will', 'ruby', 'root', 'ubuntu', 'acme', '2024']) {
      redactor.learn(`/home/${name}/app`);
    }
    const text = 'bob will mark the test of ruby as root on ubuntu with acme in 2024';
    assert.equal(redactor.redact(text), text);
  });
});

describe('what is no secret', () => {
  const harmless = [
    'const token = await getToken(request);',
    'password: string; token?: string | undefined',
    'if (password === undefined) { throw new Error("password: required") }',
    '"input_tokens": 12345, "cache_read_input_tokens": 99999999',
    'export GITHUB_TOKEN=$TOKEN && echo ${{ secrets.NPM_TOKEN }}',
    'api_key: process.env.OPENAI_API_KEY',
    'password = "<your password>"',
    'git clone git@github.com:org/repo.git',
    'Co-Authored-By: Claude <noreply@anthropic.com>',
    'mail someone@example.com',
    'npm install left-pad@1.3.0 @types/node@20.1.0',
    'icon@2x.png',
    '/home/user/app and /Users/runner/work',
    'sha512-6rdwBwLP9+TO3rRjMVW1tX+lQeo5gBbxl1I5F8nh8bgGtKwdlCMhMKsBWzWg1ostxx/tIG7OjZI0/BxsP8bUgw==',
    'commit 4cbbadb1f2e3d4c5b6a79881726354453627181 in main',
    'The key: press Enter to continue',
    'secret: see docs/secrets.md',
    'https://example.com/path?page=2&key=name',
    '550e8400-e29b-41d4-a716-446655440000',
    "token: 'accessToken', kind: 'password'",
    'see http://localhost:3000/a@b',
  ];
  for (const text of harmless) {
    it(`stays: ${text.slice(0, 60)}`, () =>
      assert.deepEqual(
        detect(text).map(({ rule, secret }) => [rule.id, secret]),
        [],
      ));
  }
});

describe('redaction', () => {
  it('changes nothing else, whatever the value is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        assert.deepEqual(createRedactor(() => nothing).redact(value), value);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('takes time in proportion to the text, whatever it is made of', () => {
    const bits = [
      ...rules.flatMap(({ keywords }) => keywords),
      ...[
        'a',
        'A',
        '0',
        '-',
        '_',
        '.',
        '/',
        '\\',
        '"',
        "'",
        '\n',
        '\\n',
        ' ',
        '@',
        ':',
        '=',
        '+',
        '%2F',
        '://',
        'eyJ',
        '$',
        '{',
      ],
      ...[
        '-----BEGIN RSA ',
        'PRIVATE KEY-----',
        '-----',
        'cookie:',
        'curl -u ',
        'machine a login b password ',
      ],
    ];
    const redactor = createRedactor(() => nothing);
    redactor.learn(plantedSecrets().map(({ text }) => text));
    const size = 60_000;
    const worst = { text: '', ms: 0 };
    const time = (unit: string) => {
      const text = unit.repeat(Math.ceil(size / unit.length));
      const started = performance.now();
      redactor.redact(text);
      const ms = performance.now() - started;
      if (ms > worst.ms) {
        Object.assign(worst, { text: unit, ms });
      }
    };
    bits.forEach(time);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { minLength: 1, maxLength: 5 }), (units) =>
        time(units.join('')),
      ),
      { numRuns: 600, seed: 3 },
    );
    // A pattern that is not linear takes minutes here.
    assert.ok(worst.ms < 3000, `${worst.ms} ms for ${JSON.stringify(worst.text)}`);
  });
});
