/** A message of one thread, as far as the branches of the conversation are concerned. */
export interface Turn {
  /** Index of the message that this one answers; null: the one before it, also where the parent is not known. */
  parent: number | null;
  /** In the user's role. */
  user: boolean;
  /** The user's own words. */
  own: boolean;
}

/**
 * The branch of each message of a thread: 0 on the way that was kept, else the number that `next` gave to a branch that
 * was left. Where several messages of the user answer the same message (rewind, edit, retry), the last is followed and
 * the others were left; what the user never answered in own words is no branch, as parallel tool calls and reminders.
 */
export function branchesOf(turns: readonly Turn[], next: () => number): number[] {
  const parents = turns.map(({ parent }, i) => (parent === null || parent >= i ? i - 1 : parent));
  const ownBelow = turns.map(({ own }) => Number(own));
  for (let i = turns.length - 1; i > 0; i--) {
    ownBelow[parents[i]!]! += ownBelow[i]!;
  }
  const answers = (i: number) => turns[i]!.user && ownBelow[i]! > 0;
  const followed = new Map<number, number>();
  turns.forEach((_, i) => {
    if (answers(i)) {
      followed.set(parents[i]!, i);
    }
  });
  const branches: number[] = [];
  turns.forEach((_, i) => {
    const parent = parents[i]!;
    const left = answers(i) && followed.get(parent) !== i;
    branches.push(left ? next() : parent < 0 ? 0 : branches[parent]!);
  });
  return branches;
}
