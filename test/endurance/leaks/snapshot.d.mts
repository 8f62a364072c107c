interface Look {
  objects: ReadonlyMap<string, number>;
}

/** Objects that came in each round, by kind, beyond those of panels of nobody's, which came between `start` and `before`. */
export function growth(
  looks: { start: Look; before: Look; after: Look },
  rounds: number,
): Record<string, number>;
