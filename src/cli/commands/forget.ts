import { formatCount } from '../../common/format.js';
import { CommandError, UsageError, type Command } from '../command.js';
import { beforeTime } from '../time.js';

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'Delete sessions from the logbook for good.',
  positionals: [],
  more: '[ID…]',
  options: {
    before: { type: 'string' },
    'keep-marked': { type: 'boolean' },
    yes: { type: 'boolean' },
  },
  help: [
    '--before DATE  all that ended before this day or time',
    '--keep-marked  with --before: not what was starred, pinned, noted or tagged',
    '--yes          really delete; without it the sessions are only named',
  ],
  takesIn: true,
  check({ before }, positionals) {
    if ((typeof before === 'string') === positionals.length > 0) {
      throw new UsageError('forget needs ID… or --before DATE, and not both');
    }
    if (typeof before === 'string') {
      beforeTime(before);
    }
  },
  async run({ api, positionals, options }) {
    const ids =
      typeof options.before === 'string'
        ? await api.sessionsBefore(beforeTime(options.before), options['keep-marked'] === true)
        : await Promise.all(
            positionals.map(async (id) => {
              const session = await api.session(id);
              if (session === null) {
                throw new CommandError(`There is no session ${JSON.stringify(id)}, or several begin so.`);
              }
              return session.id;
            }),
          );
    if (options.yes !== true) {
      return {
        json: { forgotten: [], would_forget: ids },
        text: [...ids, `${formatCount(ids.length)} sessions would be forgotten. Add --yes to do it.`].join(
          '\n',
        ),
      };
    }
    const forgotten = await api.forget(ids);
    await api.forgettingDone();
    return {
      json: { forgotten, would_forget: [] },
      text: `${formatCount(forgotten.length)} sessions forgotten, sub-agents included.`,
    };
  },
};
