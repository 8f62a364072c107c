import { oneLine } from '../../src/common/plainText.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';

/** A file of the session, which opens in the editor. */
export function PathLink({ path }: { path: string }) {
  const { offline, openFile, shortPath } = useActions();
  const short = <bdi>{oneLine(shortPath(path), 1000)}</bdi>;
  if (offline) {
    return (
      <span class="path" title={oneLine(path, 1000)}>
        {short}
      </span>
    );
  }
  return (
    <button
      type="button"
      class="link path"
      title={`${t('openFile')}: ${oneLine(path, 1000)}`}
      onClick={() => openFile(path, null)}
    >
      <Icon name="go-to-file" />
      {short}
    </button>
  );
}
