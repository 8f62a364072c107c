import type { Importer, SourceShape } from '../importer.js';
import type { Content } from './content.js';

/** How a form is known, and where a file of it would lie. */
export interface Sign {
  importer: Importer;
  /** What people call files of this form. */
  form: string;
  shape: SourceShape;
  is(content: Content): boolean;
  /** Which places below a root are places of this form. */
  within: RegExp;
  /** A place for a file that lies somewhere else; null: only its place tells what it needs. */
  place(content: Content): string | null;
}

/** The file's place below a root: where it lies, if that is one, else one that is made for it. */
export function placeOf(sign: Sign, content: Content): string | null {
  const parts = content.path.split('/');
  for (let from = parts.length - 1; from >= 0; from--) {
    const tail = parts.slice(from).join('/');
    if (sign.importer.shapeOf(tail) === sign.shape && sign.within.test(tail)) {
      return tail;
    }
  }
  return sign.place(content);
}

/** A part of a path made of an id or a name of the file. */
export function part(text: unknown): string {
  const plain = typeof text === 'string' || typeof text === 'number' ? String(text) : '';
  return (
    plain
      .replace(/[^\w.=-]+/g, '-')
      .replace(/^\.+/, '')
      .slice(0, 150) || 'imported'
  );
}

/** The file's name without its ending. */
export function stem(content: Content): string {
  return part(content.name.replace(/\.[^.]*$/, ''));
}
