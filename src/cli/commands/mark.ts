import type { MarkChange } from '../../common/marks.js';
import type { SessionDetail, SessionId } from '../../common/protocol.js';
import { CommandError, UsageError, type Command, type Context, type Options } from '../command.js';
import { plain } from '../table.js';

const flags = ['favourite', 'archived'] as const;

export const markCommand: Command = {
  name: 'mark',
  summary: 'Tag, rename, note, star or archive sessions.',
  positionals: ['ID'],
  more: '[ID…]',
  options: {
    tag: { type: 'string', multiple: true },
    untag: { type: 'string', multiple: true },
    title: { type: 'string' },
    note: { type: 'string' },
    favourite: { type: 'string' },
    archived: { type: 'string' },
  },
  help: [
    '--tag TAG, --untag TAG      give or take a tag; may be repeated',
    '--title TEXT, --note TEXT   an empty one takes it back',
    '--favourite yes|no          a star before the title',
    '--archived yes|no           left out of lists, not of figures',
  ],
  takesIn: true,
  check(options) {
    changeOf(options);
  },
  async run({ api, positionals, options }) {
    const ids = await Promise.all(positionals.map((id) => sessionOf(api, id)));
    await api.markSessions(ids, changeOf(options));
    const sessions = await Promise.all(ids.map((id) => api.session(id)));
    const marked = sessions.flatMap((session) => session ?? []);
    return { json: marked.map(marksJson), text: marked.map(marksText).join('\n') };
  },
};

function changeOf(options: Options): MarkChange {
  const change: Record<string, unknown> = {};
  const texts = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  if (texts(options.tag).length > 0) {
    change.addTags = texts(options.tag);
  }
  if (texts(options.untag).length > 0) {
    change.removeTags = texts(options.untag);
  }
  for (const name of ['title', 'note'] as const) {
    if (typeof options[name] === 'string') {
      change[name] = options[name].trim() || null;
    }
  }
  for (const name of flags) {
    const value = options[name];
    if (value === 'yes' || value === 'no') {
      change[name] = value === 'yes';
    } else if (value !== undefined) {
      throw new UsageError(`--${name}: ${JSON.stringify(value)} is neither yes nor no.`);
    }
  }
  if (Object.keys(change).length === 0) {
    throw new UsageError('mark needs something to change: see "logbook mark --help".');
  }
  return change;
}

async function sessionOf(api: Context['api'], id: string): Promise<SessionId> {
  const session = await api.session(id);
  if (session === null) {
    throw new CommandError(`There is no session ${JSON.stringify(id)}, or several begin so.`);
  }
  return session.id;
}

function marksJson({ id, title, note, favourite, archived, tags }: SessionDetail): unknown {
  return { id, title, note, favourite, archived, tags: tags.map(({ tag }) => tag) };
}

function marksText({ id, title, note, favourite, archived, tags }: SessionDetail): string {
  return [
    plain(id),
    `${favourite ? '★ ' : ''}${plain(title)}`,
    ...(archived ? ['archived'] : []),
    ...tags.map(({ tag }) => `#${plain(tag)}`),
    ...(note === null ? [] : [plain(note)]),
  ].join('  ');
}
