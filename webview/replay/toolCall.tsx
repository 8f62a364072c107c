import type { ComponentChildren } from 'preact';
import { formatDuration } from '../../src/common/format.js';
import { oneLine } from '../../src/common/plainText.js';
import type { FileChange, MessageBody, OutlineRow } from '../../src/common/steps.js';
import { useActions } from '../app/actions.js';
import { Ansi } from '../app/ansi.js';
import { Clip, Code } from '../app/code.js';
import { CopyButton } from '../app/copy.js';
import { DiffView } from '../app/diffView.js';
import { useIsFound } from '../app/found.js';
import { t } from '../app/strings.js';
import { Button, IconButton } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';
import { Badge } from '../app/ui/states.js';
import { Attachments } from './attachments.js';
import { Placeholder, type ContentActions, type ContentProps } from './message.js';
import { PathLink } from './pathLink.js';
import { toolForm } from './toolForm.js';
import { toolName } from './stepLabel.js';
import { FormOfInput, LongText } from './toolInput.js';
import { toolHeadline } from './toolHeadline.js';
import { linksAsList, pathOf, prettyJson, shellCommand } from './toolText.js';

/** Shell calls and edits are what happened; what was only looked at is one line until it is opened. */
export function opensByItself(row: OutlineRow): boolean {
  return row.tool?.category === 'run' || row.tool?.category === 'edit' || row.tool?.isError === true;
}

/** A tool call: one line that says what it was about, and input and output below. */
export function ToolCall({ row, body, open, actions }: ContentProps) {
  const tool = row.tool;
  const { shortPath } = useActions();
  const shown = open ?? opensByItself(row);
  const input = body?.tool?.input ?? '';
  const took = tool && row.at !== null && tool.endedAt !== null ? tool.endedAt - row.at : null;
  return (
    <>
      <button type="button" class="fold" aria-expanded={shown} onClick={() => actions.toggle(row, !shown)}>
        <Icon name={shown ? 'chevron-down' : 'chevron-right'} />
        <span class="fold-label">{toolName(row)}</span>
        <span class="fold-text mono">{shortPath(toolHeadline(row, input))}</span>
        {tool?.isError === true && <Badge kind="error">{t('error')}</Badge>}
        {took !== null && took >= 1000 && <span class="muted">{formatDuration(took)}</span>}
      </button>
      {shown && (body ? <Details row={row} body={body} actions={actions} /> : <Placeholder row={row} />)}
      {shown && body && <Attachments body={body} />}
    </>
  );
}

function Details({ row, body, actions }: { row: OutlineRow; body: MessageBody; actions: ContentActions }) {
  const changes = body.fileChanges;
  const found = useIsFound(body.tool?.output ?? '');
  return (
    <div class="tool">
      {changes.length > 0 ? <Changes body={body} actions={actions} /> : <Input row={row} body={body} />}
      {(changes.length === 0 || row.tool?.isError === true || found) && (
        <Output row={row} body={body} actions={actions} />
      )}
    </div>
  );
}

function Input({ row, body }: { row: OutlineRow; body: MessageBody }): ComponentChildren {
  const input = body.tool?.input ?? body.text;
  if (body.withheld) {
    return <p class="row-note">{t('withheld')}</p>;
  }
  const command = row.tool?.category === 'run' ? shellCommand(input) : null;
  if (command !== null) {
    return (
      <div class="tool-part tool-command">
        <Clip text={command} lines={12}>
          {(text) => <Code code={text} language="bash" />}
        </Clip>
        <CopyButton text={command} />
      </div>
    );
  }
  const form = toolForm(row.tool?.category ?? 'other', input);
  if (form !== null) {
    return <FormOfInput form={form} />;
  }
  const path = pathOf(input);
  const { text, isJson } = prettyJson(input);
  return (
    <>
      {path !== null && <PathLink path={path} />}
      {text !== '' && text !== '{}' && !saysOnlyPath(input, path) && (
        <div class="tool-part" role="group" aria-label={t('input')}>
          <Clip text={text} lines={12}>
            {(part) => <Code code={part} language={isJson ? 'json' : ''} />}
          </Clip>
          <CopyButton text={input} />
        </div>
      )}
    </>
  );
}

const proseOf: ReadonlySet<string> = new Set(['delegate', 'web']);

function Output({
  row,
  body,
  actions,
}: {
  row: OutlineRow;
  body: MessageBody;
  actions: ContentActions;
}): ComponentChildren {
  const tool = body.tool;
  if (!tool) {
    return null;
  }
  if (tool.outputWithheld) {
    return <p class="row-note">{t('withheld')}</p>;
  }
  if (tool.output === null) {
    return <p class="row-note">{row.tool?.endedAt === null ? t('running') : t('noOutput')}</p>;
  }
  const { text, isJson } = prettyJson(tool.output);
  // What a sub-agent answers and what a page says is written to be read.
  const isProse = !isJson && proseOf.has(row.tool?.category ?? '') && !text.includes('\u001b');
  const long = tool.outputTruncated || body.cut === true;
  return (
    <>
      {text.trim() === '' ? (
        <p class="row-note">{t('noOutput')}</p>
      ) : (
        <div
          class={`tool-part tool-output ${isProse ? 'tool-text' : ''} ${row.tool?.isError === true ? 'tool-failed' : ''}`}
          role="group"
          aria-label={t('output')}
        >
          {isProse ? (
            <LongText text={linksAsList(text)} />
          ) : (
            <Clip text={text} lines={10}>
              {(part) => (isJson ? <Code code={part} language="json" /> : <Ansi text={part} />)}
            </Clip>
          )}
          <CopyButton text={tool.output} />
        </div>
      )}
      {tool.exitCode !== null && tool.exitCode !== 0 && (
        <p class="row-note">{t('exitCode', tool.exitCode)}</p>
      )}
      {tool.outputTruncated && <p class="row-note">{t('outputCut')}</p>}
      {long && (
        <Button look="quiet" icon="go-to-file" onClick={() => actions.openText(body.id, 'output')}>
          {t('openInEditor')}
        </Button>
      )}
    </>
  );
}

function Changes({ body, actions }: { body: MessageBody; actions: ContentActions }) {
  const { shortPath } = useActions();
  return (
    <>
      {body.fileChanges.map((change, index) => (
        <section key={index} class="change">
          <div class="change-head">
            {change.newPath !== undefined && (
              <span class="muted mono">{oneLine(shortPath(change.path), 1000)} →</span>
            )}
            <PathLink path={change.newPath ?? change.path} />
            {change.operation !== 'update' && <Badge>{operationLabel(change)}</Badge>}
            {change.added !== null && (
              <span class="added" title={t('linesAdded', change.added)}>
                +{change.added}
              </span>
            )}
            {change.removed !== null && (
              <span class="removed" title={t('linesRemoved', change.removed)}>
                −{change.removed}
              </span>
            )}
            {change.patch !== null && (
              <span class="change-actions">
                <CopyButton text={change.patch} />
                <IconButton
                  icon="diff"
                  label={t('showChanges')}
                  class="appears"
                  onClick={() => actions.showChanges(body.id)}
                />
              </span>
            )}
          </div>
          {change.patch === null || change.patch === '' ? (
            <p class="row-note">{t('noDiff')}</p>
          ) : (
            <DiffView patch={change.patch} />
          )}
        </section>
      ))}
    </>
  );
}

function operationLabel(change: FileChange): string {
  return { create: t('created'), delete: t('deleted'), rename: t('renamed'), update: t('changed') }[
    change.operation
  ];
}

/** The path is there as a link already. */
function saysOnlyPath(input: string, path: string | null): boolean {
  return path !== null && (input.match(/":/g)?.length ?? 0) === 1;
}
