import { addCompleted, addEvent, addItem, addLine, addMessage, isNew, iso, seconds } from './codexThread.js';
import type { Thread } from './codexThread.js';
import { emptyTokens } from './codexTruth.js';
import { repeatCount } from './codexUsage.js';
import { models } from './codexWorld.js';

/** The keys by which later events name a turn, and when it began. */
export interface OpenTurn {
  id: { turn_id?: string };
  startedAt: number;
}

/** Begins a turn: what surrounds it, its settings and the prompt. */
export function openTurn(thread: Thread, isFirst: boolean, prompt: string | undefined): OpenTurn {
  startTurn(thread, isFirst);
  const startedAt = thread.at;
  return { id: addPrompt(thread, prompt), startedAt };
}

/** A turn now and then has another model or folder than the one before. */
function startTurn(thread: Thread, isFirst: boolean): void {
  const { random, text, pools } = thread.draft.world;
  const { int, pick, chance } = random;
  thread.at += int(40, 400);
  thread.turn = random.uuid7(thread.at);
  thread.turnUsage = [];
  thread.turnSum = emptyTokens();
  if (chance(0.12) && models[thread.era].length > 1 && thread.turns.length > 0) {
    thread.model = pick(models[thread.era]);
  }
  if (chance(0.03)) {
    const { sessionCwd } = thread;
    thread.cwd = chance(0.5)
      ? sessionCwd
      : `${sessionCwd}/${pick(['packages/core', 'web', `.worktrees/${pick(text.words)}`])}`;
  }
  const { cwd, turn, source } = thread;
  const rootTurn = thread.rootTurn ?? turn;
  const attribution = { turn_trigger: source.name, parent_turn_id: null, root_turn_id: rootTurn };
  if (thread.era !== 'old') {
    addEvent(thread, 'task_started', {
      ...(isNew(thread) ? { turn_attribution: { turn_id: turn, ...attribution } } : {}),
      turn_id: turn,
      ...(isNew(thread) ? { root_turn_id: rootTurn } : {}),
      ...{ started_at: seconds(thread.at), model_context_window: 258_400 },
      collaboration_mode_kind: 'default',
    });
  }
  if (thread.turns.length === 0 || isFirst) {
    addMessage(thread, 'developer', `<permissions instructions>\n${text.cut(pools.prose, 1500)}`);
    const surroundings = `  <cwd>${cwd}</cwd>\n  <shell>bash</shell>`;
    addMessage(thread, 'user', `<environment_context>\n${surroundings}\n</environment_context>`);
    if (isNew(thread)) {
      const local = { cwd, status: 'available', shell: 'bash' };
      const state = { agents_md: {}, environments: { environments: { local } } };
      addLine(thread, 'world_state', { full: true, state });
    }
  }
}

/** Adds the turn's settings and the prompt. */
function addPrompt(thread: Thread, given: string | undefined): OpenTurn['id'] {
  const { random, text, pools } = thread.draft.world;
  const { int, pick, chance, logNormal } = random;
  const { cwd, model, turn, era } = thread;
  const id = era === 'old' ? {} : { turn_id: turn };
  const mode = { model, reasoning_effort: 'medium', developer_instructions: null };
  addLine(thread, 'turn_context', {
    ...id,
    ...(isNew(thread) ? { root_turn_id: thread.rootTurn ?? turn } : {}),
    ...{ cwd, current_date: iso(thread.at).slice(0, 10), timezone: 'Etc/UTC', approval_policy: 'on-request' },
    sandbox_policy: {
      ...{ type: 'workspace-write', network_access: false },
      ...{ exclude_tmpdir_env_var: false, exclude_slash_tmp: false },
    },
    ...{ model, effort: pick(['low', 'medium', 'high']), summary: 'auto' },
    ...(era === 'old'
      ? {}
      : {
          collaboration_mode: { mode: 'default', settings: mode },
          truncation_policy: { mode: 'tokens', limit: 10_000 },
        }),
  });
  if (isNew(thread) && chance(0.3)) {
    const settings = { model, model_provider_id: 'openai', approval_policy: 'on-request', cwd };
    addEvent(thread, 'thread_settings_applied', { thread_id: thread.id, thread_settings: settings });
  }
  const prompt = given ?? text.prose(Math.min(5000, logNormal(180, 1)));
  const content: object[] = [{ type: 'input_text', text: prompt }];
  if (chance(0.015)) {
    const image = text.cut(pools.signature, int(60_000, 400_000));
    content.push({ type: 'input_image', image_url: `data:image/png;base64,${image}` });
  }
  addItem(thread, 'message', { role: 'user', content });
  if (isNew(thread)) {
    const said = [{ type: 'text', text: prompt, text_elements: [] }];
    addCompleted(thread, { type: 'UserMessage', id: random.uuid7(thread.at), content: said });
  } else {
    addEvent(thread, 'user_message', {
      ...{ message: prompt, images: [], local_images: [], text_elements: [] },
    });
    // Unchanged totals at the start of a turn; a fork has those of its parent.
    if (chance(0.6) || thread.mayRepeatHistory) {
      repeatCount(thread);
      thread.mayRepeatHistory = false;
    }
  }
  return id;
}
