import type { FindingName, PromptFinding } from '../common/insights.js';
import type { PromptFacts, SessionFacts } from '../common/sessionFacts.js';
import { isGoAhead } from './corrections.js';
import { correctionsOf } from './quality.js';
import { isConcrete, newWords, wordCount } from './words.js';

/** What a rule looks at: the prompts in the user's own words, and which of them correct. */
interface Asked {
  prompts: readonly (PromptFacts & { text: string })[];
  corrects: ReadonlySet<number>;
}

/** One thing that prompts may lack. */
interface PromptRule {
  name: FindingName;
  severity: PromptFinding['severity'];
  /** The prompts that it is said of, each with what can be counted. */
  find(asked: Asked): { message: number; counts: number[] }[];
}

/** Every rule. To add one: a line here, its text in webview/app/texts/session.ts and a case in its test. */
const rules: readonly PromptRule[] = [
  {
    name: 'vague',
    severity: 'warning',
    // Few words are no fault; few words that name nothing, and had to be corrected soon after, are.
    find: ({ prompts, corrects }) =>
      prompts.flatMap((prompt, index) => {
        const words = wordCount(prompt.text);
        const next = prompts
          .slice(index + 1, index + 4)
          .filter(({ message }) => corrects.has(message)).length;
        return words < 30 &&
          !isConcrete(prompt) &&
          !corrects.has(prompt.message) &&
          !isGoAhead(prompt.text) &&
          next > 0
          ? [{ message: prompt.message, counts: [words, next] }]
          : [];
      }),
  },
  {
    name: 'backAndForth',
    severity: 'warning',
    find: ({ prompts, corrects }) => {
      const found: { message: number; counts: number[] }[] = [];
      let run: number[] = [];
      const end = () => {
        if (run.length >= 3) {
          found.push({ message: run[0]!, counts: [run.length] });
        }
        run = [];
      };
      for (const { message } of prompts) {
        if (corrects.has(message)) {
          run.push(message);
        } else {
          end();
        }
      }
      end();
      return found;
    },
  },
  {
    name: 'missingContext',
    severity: 'info',
    find: ({ prompts: [first] }) => {
      const words = first === undefined ? 0 : wordCount(first.text);
      return first !== undefined && words > 10 && !isConcrete(first)
        ? [{ message: first.message, counts: [words] }]
        : [];
    },
  },
  {
    name: 'scopeCreep',
    severity: 'info',
    // The first three prompts may still say what it is about.
    find: ({ prompts }) => {
      const known = new Set(prompts.slice(0, 3).flatMap(({ text }) => [...newWords(text, new Set())]));
      for (const { message, text } of prompts.slice(3)) {
        const all = newWords(text, new Set()).size;
        const fresh = newWords(text, known).size;
        if (fresh > 10 && fresh > 0.6 * all) {
          return [{ message, counts: [fresh, all] }];
        }
      }
      return [];
    },
  },
  {
    name: 'longPrompt',
    severity: 'info',
    find: ({ prompts }) =>
      prompts.flatMap(({ message, text }) => {
        const words = wordCount(text);
        return words > 500 ? [{ message, counts: [words] }] : [];
      }),
  },
];

/** More would be a list that nobody reads. */
const mostFindings = 20;

/** What the prompts of a session lacked, in their order. Nothing of those that an agent or a program wrote. */
export function findingsOf({ prompts, child, headless }: SessionFacts): PromptFinding[] {
  if (child || headless) {
    return [];
  }
  const own = prompts.flatMap((prompt) =>
    prompt.text === null || prompt.isCommand ? [] : [{ ...prompt, text: prompt.text }],
  );
  const corrects = new Set(correctionsOf(prompts).map(({ message }) => message));
  return rules
    .flatMap(({ name, severity, find }) =>
      find({ prompts: own, corrects }).map((found) => ({ name, severity, ...found })),
    )
    .sort((a, b) => a.message - b.message)
    .slice(0, mostFindings);
}
