/** What a session's rows tell of it, as far as conclusions and rules for tags are drawn from it (src/insights). */
export interface SessionFacts {
  agent: string;
  /** The agent's proper name. */
  agentLabel: string;
  /** Its repository, else its folder. */
  project: string | null;
  cwd: string | null;
  /** Those with the most responses first. */
  tickets: readonly string[];
  branches: readonly string[];
  /** Started by a program, so that nobody could follow up. */
  headless: boolean;
  /** Started by another session, so that its prompts are an agent's. */
  child: boolean;
  /** The agent presented a plan before it changed the first file. */
  planned: boolean;
  /** Names of tools that were called, also by sub-agents. */
  tools: readonly string[];
  /** Files that were changed, as the agent wrote their paths. */
  files: readonly string[];
  /** What the user asked for, in order. */
  prompts: readonly PromptFacts[];
}

/** One prompt with what the agent did until the next. */
export interface PromptFacts {
  /** Row id of the message. */
  message: number;
  /** null: it is not kept. */
  text: string | null;
  /** A slash command, not words of the user's own. */
  isCommand: boolean;
  /** It came with an image or a file. */
  hasAttachment: boolean;
  /** The user stopped the agent in what it did before. */
  interrupts: boolean;
  /** Answers of the agent, in words or calls. */
  answers: number;
  /** Tool calls that failed, and whether the last one that ended did. */
  errors: number;
  endsInError: boolean;
}
