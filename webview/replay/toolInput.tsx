import { DiffView } from '../app/diffView.js';
import { Clip } from '../app/code.js';
import { CopyButton } from '../app/copy.js';
import { Markdown } from '../app/markdown.js';
import { oneLine, plainText } from '../../src/common/plainText.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Badge } from '../app/ui/states.js';
import { Todos } from './todos.js';
import { PathLink } from './pathLink.js';
import type { ToolForm } from './toolForm.js';

/** The input of a tool call of a known form. */
export function FormOfInput({ form }: { form: ToolForm }) {
  switch (form.kind) {
    case 'todos':
      return <Todos todos={form.items} />;
    case 'edits':
      return (
        <>
          {form.files.map(({ path, patch }, index) => (
            <section key={index} class="change">
              {path !== null && (
                <div class="change-head">
                  <PathLink path={path} />
                </div>
              )}
              {patch !== '' && <DiffView patch={patch} />}
            </section>
          ))}
        </>
      );
    case 'search':
      return (
        <div class="tool-part tool-search" role="group" aria-label={t('input')}>
          <code class="pattern">{plainText(form.pattern)}</code>
          {form.where !== null && (
            <span>
              {t('searchedIn')} <PathLink path={form.where} />
            </span>
          )}
          {form.rest.map(([name, value]) => (
            <span key={name} class="muted">
              {oneLine(name, 60)}: {oneLine(value, 200)}
            </span>
          ))}
          <CopyButton text={form.pattern} />
        </div>
      );
    case 'fetch':
      return <Fetch address={form.address} wanted={form.wanted} />;
    case 'task':
      return (
        <div class="tool-part tool-text" role="group" aria-label={t('input')}>
          {(form.agent !== null || form.description !== null) && (
            <p>
              {form.agent !== null && <Badge>{oneLine(form.agent, 60)}</Badge>}{' '}
              <strong>{oneLine(form.description ?? '', 300)}</strong>
            </p>
          )}
          <LongText text={form.prompt} />
        </div>
      );
    case 'questions':
      return (
        <div class="tool-part tool-text" role="group" aria-label={t('input')}>
          {form.items.map(({ question, options }, index) => (
            <div key={index}>
              <p>{plainText(question)}</p>
              {options.length > 0 && (
                <ul class="options">
                  {options.map((option, n) => (
                    <li key={n}>
                      {oneLine(option.label, 300)}
                      {option.about !== null && <span class="muted"> {oneLine(option.about, 1000)}</span>}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          ))}
        </div>
      );
    case 'text':
      return (
        <div class="tool-part tool-text" role="group" aria-label={t('input')}>
          <LongText text={form.text} />
        </div>
      );
  }
}

function Fetch({ address, wanted }: { address: string; wanted: string | null }) {
  const { openLink } = useActions();
  const isLink = /^https?:\/\/[^\s]+$/i.test(address) && URL.canParse(address);
  return (
    <div class="tool-part tool-text" role="group" aria-label={t('input')}>
      {isLink ? (
        <button type="button" class="link" onClick={() => openLink(address)}>
          {oneLine(address, 500)}
        </button>
      ) : (
        <code class="pattern">{plainText(address)}</code>
      )}
      {wanted !== null && <LongText text={wanted} />}
    </div>
  );
}

/** A text of a person's or a model's, as Markdown. */
export function LongText({ text }: { text: string }) {
  return (
    <Clip text={text} lines={20} chars={6000}>
      {(part) => <Markdown text={part} />}
    </Clip>
  );
}
