import { oneLine } from '../../src/common/plainText.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';

/** A file of the session, which opens in the editor. */
export function PathLink({ path }: { path: string }) {
  const { openFile, shortPath } = useActions();
  return (
    <button
      type="button"
      class="link path"
      title={`${t('openFile')}: ${oneLine(path, 1000)}`}
      onClick={() => openFile(path, null)}
    >
      <Icon name="go-to-file" />
      <bdi>{oneLine(shortPath(path), 1000)}</bdi>
    </button>
  );
}
