import type { SearchLists } from '../../src/common/panelProtocol.js';
import { t, type StringKey } from '../app/strings.js';
import { IconButton } from '../app/ui/button.js';

/** What can be typed, with an example that is put into the field. */
const examples: readonly (readonly [text: string, help: StringKey])[] = [
  ['login page', 'helpWords'],
  ['"login page"', 'helpPhrase'],
  ['log*', 'helpPrefix'],
  ['-test', 'helpNot'],
  ['page OR site', 'helpOr'],
  ['agent:', 'helpAgent'],
  ['project:', 'helpProject'],
  ['branch:', 'helpBranch'],
  ['ticket:', 'helpTicket'],
  ['model:', 'helpModel'],
  ['tool:', 'helpTool'],
  ['file:', 'helpFile'],
  ['tag:', 'helpTag'],
  ['is:error', 'helpIs'],
  ['is:live', 'helpIs'],
  ['is:pinned', 'helpMarked'],
  ['after:7d', 'helpTime'],
  ['before:2026-01-31', 'helpTime'],
  ['in:prompt', 'helpIn'],
  ['in:plan', 'helpIn'],
  ['in:note', 'helpNote'],
];

/** What can be typed. */
export function SearchHelp({ onPick }: { onPick(text: string): void }) {
  return (
    <section class="search-help" aria-label={t('searchHelp')}>
      <h2>{t('searchHelp')}</h2>
      <dl>
        {examples.map(([text, help]) => (
          <div key={text}>
            <dt>
              <button type="button" class="link mono" onClick={() => onPick(text)}>
                {text}
              </button>
            </dt>
            <dd>{t(help)}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">{t('helpOutput')}</p>
    </section>
  );
}

interface KeptProps {
  lists: SearchLists;
  onPick(text: string): void;
  onRemove(text: string): void;
}

/** The searches that are kept, and those of late. */
export function KeptSearches({ lists, onPick, onRemove }: KeptProps) {
  const recent = lists.recent.filter((text) => !lists.saved.includes(text));
  return (
    <>
      {lists.saved.length > 0 && (
        <section aria-label={t('savedSearches')}>
          <h2>{t('savedSearches')}</h2>
          <ul class="kept">
            {lists.saved.map((text) => (
              <li key={text}>
                <button type="button" class="link" onClick={() => onPick(text)}>
                  {text}
                </button>
                <IconButton
                  icon="close"
                  label={`${t('unsaveSearch')}: ${text}`}
                  onClick={() => onRemove(text)}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      {recent.length > 0 && (
        <section aria-label={t('recentSearches')}>
          <h2>{t('recentSearches')}</h2>
          <ul class="kept">
            {recent.map((text) => (
              <li key={text}>
                <button type="button" class="link" onClick={() => onPick(text)}>
                  {text}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
