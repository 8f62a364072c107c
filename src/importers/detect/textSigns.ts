import { aider } from '../aider.js';
import { cursor } from '../cursor.js';
import { SPEAKER, specStory } from '../interchange/specStory.js';
import { speakerOf, transcript } from '../interchange/transcript.js';
import { stem, type Sign } from './sign.js';

/** Texts, by marks at the start of their lines. */
export const textSigns: readonly Sign[] = [
  {
    importer: aider,
    form: "Aider's chat history",
    shape: 'text',
    is: ({ text }) => /^# aider chat started at /m.test(text),
    within: /^\.aider\.chat\.history\.md$/,
    place: () => '.aider.chat.history.md',
  },
  {
    importer: aider,
    form: "Aider's input history",
    shape: 'text',
    is: ({ text }) => /^# \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\r?\n\+/m.test(text),
    within: /^\.aider\.input\.history$/,
    place: () => '.aider.input.history',
  },
  {
    importer: cursor,
    form: 'Cursor transcripts as text',
    shape: 'text',
    is: ({ text }) => /^(?:user|assistant):\s*$/m.test(text) && /^(?:<user_query>|\[Tool call\])/m.test(text),
    within: /^projects\//,
    place: (content) => `projects/imported/agent-transcripts/${stem(content)}.txt`,
  },
  {
    importer: specStory,
    form: 'SpecStory Markdown',
    shape: 'text',
    is: ({ text }) => text.split(/\r?\n/).some((line) => SPEAKER.test(line)),
    within: /^[^/]+$/,
    place: ({ name }) => name,
  },
  {
    importer: transcript,
    form: 'transcripts with Human: and Assistant:',
    shape: 'text',
    is: ({ text }) => {
      const speakers = text.split(/\r?\n/).flatMap((line) => speakerOf(line)?.role ?? []);
      return speakers.includes('user') && speakers.includes('assistant');
    },
    within: /^[^/]+$/,
    place: ({ name }) => name,
  },
];
