/** Random choices by seed: the same seed and the same order of calls give the same choices. */
export interface Random {
  /** A whole number of 32 bits. */
  bits(): number;
  /** In [0, 1). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
  /** The first of weighted choices for which the dice fall; the first of all when none is left. */
  weighted<T extends { weight: number }>(list: readonly T[]): T;
  chance(probability: number): boolean;
  logNormal(median: number, sigma: number): number;
  /** A prefix and letters and digits, as agents name responses and calls. */
  id(prefix: string, length: number): string;
  hex(length: number): string;
  /** Version 4. */
  uuid(): string;
  /** Version 7, which tells the time in milliseconds. */
  uuid7(at: number): string;
  /** What `restore` needs to make the same choices again. */
  save(): RandomState;
  restore(state: RandomState): void;
}

type RandomState = readonly [number, number, number, number];

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz123456789';

/** sfc32 */
export function createRandom(seed: number): Random {
  let [a, b, c, counter]: RandomState = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 1];
  const bits = () => {
    let mixed = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + mixed) | 0;
    mixed >>>= 0;
    return mixed;
  };
  for (let i = 0; i < 20; i++) {
    bits();
  }
  const next = () => bits() / 4_294_967_296;
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const hex = (length: number) => {
    let text = '';
    while (text.length < length) {
      text += bits().toString(16).padStart(8, '0');
    }
    return text.slice(0, length);
  };
  return {
    bits,
    next,
    int: (least, most) => least + Math.floor(next() * (most - least + 1)),
    pick: <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T,
    weighted<T extends { weight: number }>(list: readonly T[]) {
      let left = next();
      return (list.find(({ weight }) => (left -= weight) < 0) ?? list[0]) as T;
    },
    chance: (probability) => next() < probability,
    logNormal: (median, sigma) => median * Math.exp(sigma * gauss()),
    id(prefix, length) {
      let text = prefix;
      for (let i = 0; i < length; i++) {
        text += letters[bits() % letters.length];
      }
      return text;
    },
    hex,
    uuid() {
      const h = hex(32);
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
    },
    uuid7(at) {
      const time = Math.floor(at).toString(16).padStart(12, '0');
      const rest = hex(18);
      const variant = '89ab'[bits() & 3] ?? '8';
      return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-${variant}${rest.slice(3, 6)}-${rest.slice(6)}`;
    },
    save: () => [a, b, c, counter],
    restore(state) {
      [a, b, c, counter] = state;
    },
  };
}
