import { oneLine } from '../../src/common/plainText.js';
import type { OutlineRow } from '../../src/common/steps.js';
import { t } from '../app/strings.js';
import { toolForm, type ToolForm } from './toolForm.js';
import { toolSummary } from './toolText.js';

/** Calls whose input says more than one of its fields does. Others are not taken apart for one line. */
const readAsForm: ReadonlySet<string> = new Set(['plan', 'delegate', 'other']);

/** One line about a tool call: from its input, and from the beginning of it as long as that is not there (''). */
export function toolHeadline({ tool, preview }: Pick<OutlineRow, 'tool' | 'preview'>, input: string): string {
  const category = tool?.category ?? 'other';
  const form = input !== '' && readAsForm.has(category) ? toolForm(category, input) : null;
  const line = (form && ofForm(form)) ?? toolSummary(input === '' ? preview : input);
  return oneLine(line, 300);
}

function ofForm(form: ToolForm): string | null {
  switch (form.kind) {
    case 'todos': {
      const done = form.items.filter(({ status }) => status === 'completed').length;
      const now = form.items.find(({ status }) => status === 'in_progress');
      const count = t('todosDone', done, form.items.length);
      return now ? `${count} · ${now.text}` : count;
    }
    case 'questions':
      return form.items[0]?.question ?? null;
    case 'text':
      return /^[\s#]*(.+)/.exec(form.text)?.[1] ?? null;
    default:
      return null;
  }
}
