import type { PromptFacts, SessionFacts } from '../../src/common/sessionFacts.js';

/** Facts of a session in short: what is not told is as in a session of a person in which nothing went wrong. */
export type ShortFacts = Partial<Omit<SessionFacts, 'prompts'>> & {
  prompts?: readonly (string | null | Partial<PromptFacts>)[];
};

export function factsOf({ prompts = [], ...rest }: ShortFacts): SessionFacts {
  return {
    ...{ agent: 'agent', agentLabel: 'Agent', project: '/p', cwd: '/p', tickets: [], branches: [] },
    ...{ headless: false, child: false, planned: false, tools: [], files: [] },
    ...rest,
    prompts: prompts.map((prompt, index) => ({
      ...{ message: index + 1, text: '', isCommand: false, hasAttachment: false, interrupts: false },
      ...{ answers: 1, errors: 0, endsInError: false },
      ...(typeof prompt === 'object' && prompt !== null ? prompt : { text: prompt }),
    })),
  };
}
