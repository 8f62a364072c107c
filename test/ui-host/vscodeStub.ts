import Module from 'node:module';

/**
 * Lets plain Node load the parts of src/ui that use no more of VS Code than its translations. Import it before them.
 * Anything else they might call is missing, so a test notices.
 */
const stub = {
  l10n: {
    t: (message: string, ...args: (string | number | boolean)[]) =>
      message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
  },
};

/* eslint-disable no-underscore-dangle -- Node's own name for it. */
const loader = Module as unknown as { _load(request: string, ...rest: unknown[]): unknown };
const load = loader._load;
loader._load = function (request, ...rest) {
  return request === 'vscode' ? stub : load.call(this, request, ...rest);
};
