import type { SessionDetail } from '../../src/common/protocol.js';
import { oneLine } from '../../src/common/plainText.js';
import { t } from '../app/strings.js';
import { Icon } from '../app/ui/icon.js';

/** A list of to-dos with how far each is. */
export function Todos({ todos }: Pick<SessionDetail, 'todos'>) {
  const icons = {
    completed: <Icon name="pass-filled" label={t('todoDone')} />,
    in_progress: <Icon name="play-circle" label={t('todoInProgress')} />,
    pending: <Icon name="circle-large-outline" label={t('todoOpen')} />,
  };
  return (
    <ul class="todos">
      {todos.map(({ text, status }, index) => (
        <li key={index} class={status}>
          {icons[status]} <bdi>{oneLine(text, 300)}</bdi>
        </li>
      ))}
    </ul>
  );
}
