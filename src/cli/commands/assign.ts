import { CommandError, type Command, type Options } from '../command.js';
import { plain } from '../table.js';
import { isoTime, sinceTime, untilTime } from '../time.js';

/** In place of a key: takes an assignment back. */
const takeBack = '-';

export const assignCommand: Command = {
  name: 'assign',
  summary: 'Assign session ID to a ticket; KEY "-" takes it back.',
  positionals: ['ID', 'KEY'],
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    of: { type: 'string' },
  },
  help: [
    '--from D         from this day (YYYY-MM-DD) or RFC 3339 time on only',
    '--to D           up to this day, included, or this RFC 3339 time only',
    '--of KEY         only what the session has of this ticket',
  ],
  takesIn: false,
  check: (options) => void rangeOf(options),
  async run({ api, positionals, options }) {
    const [id, key] = positionals as [string, string];
    const session = await api.session(id);
    if (!session) {
      throw new CommandError(
        `There is no session "${id}", or more than one id begins so. See "logbook sessions".`,
      );
    }
    const range = rangeOf(options);
    const of = options['of'];
    await api.assignSessions({
      ...{ sessions: [session.id], key: key === takeBack ? null : key, range },
      ...(typeof of === 'string' ? { of } : {}),
    });
    // The key as it stands, whatever way it was typed or merged.
    const ticket = key === takeBack ? null : ((await api.ticketPage(key))?.key ?? key);
    const now = (await api.session(session.id))?.tickets ?? [];
    return {
      json: {
        ...{ session: session.id, ticket },
        ...{ from: isoTime(range.from ?? null), to: isoTime(range.to ?? null), tickets: now },
      },
      text: `${plain(session.id)} · ${now.length > 0 ? plain(now.join(', ')) : 'no ticket'}`,
    };
  },
};

function rangeOf({ from, to }: Options): { from?: number; to?: number } {
  return {
    ...(typeof from === 'string' ? { from: sinceTime(from, 'local', '--from') } : {}),
    ...(typeof to === 'string' ? { to: untilTime(to, 'local', '--to') } : {}),
  };
}
