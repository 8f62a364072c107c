import { useState } from 'preact/hooks';
import { formatBytes } from '../../src/common/format.js';
import type { ImageData, MessageBody } from '../../src/common/steps.js';
import { useActions } from '../app/actions.js';
import { t } from '../app/strings.js';
import { Button } from '../app/ui/button.js';
import { Icon } from '../app/ui/icon.js';

/** What is binary in a step: its type and size, which are kept, and an image from the agent's own file when it is asked for. */
export function Attachments({ body }: { body: MessageBody }) {
  const { loadImage } = useActions();
  if (body.attachments.length === 0) {
    return null;
  }
  return (
    <ul class="attachments">
      {body.attachments.map(({ mime, bytes }, index) => (
        <li key={index}>
          <Icon name={mime.startsWith('image/') ? 'file-media' : 'file'} />
          {t('attachment', mime, formatBytes(bytes))}
          {loadImage && mime.startsWith('image/') && bytes > 0 && (
            <Picture load={() => loadImage(body.id, index)} bytes={bytes} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Picture({ load, bytes }: { load(): Promise<ImageData | null>; bytes: number }) {
  const [image, setImage] = useState<ImageData | null>(null);
  const [trouble, setTrouble] = useState('');
  const show = () => {
    load().then(
      (found) => {
        setImage(found);
        setTrouble(found === null ? t('imageGone') : '');
      },
      (error: unknown) => setTrouble(error instanceof Error ? error.message : String(error)),
    );
  };
  return (
    <>
      <Button look="quiet" onClick={() => (image === null ? show() : setImage(null))}>
        {t(image === null ? 'showImage' : 'hideImage')}
      </Button>
      {trouble !== '' && (
        <span class="row-note" role="status">
          {trouble}
        </span>
      )}
      {image !== null && (
        // A data address is all that the content policy allows beside the extension's own files.
        <img src={`data:${image.mime};base64,${image.data}`} alt={t('imageOfStep', formatBytes(bytes))} />
      )}
    </>
  );
}
