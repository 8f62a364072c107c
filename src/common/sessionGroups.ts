/** How a session stands, in the order that groups of it have; what a person put away is so whatever else it is. */
export const sessionStatuses = ['active', 'waiting', 'idle', 'ended', 'archived'] as const;

export type SessionStatus = (typeof sessionStatuses)[number];

/** Bands of the score for how a session went. */
export const qualityBands = ['good', 'fair', 'poor'] as const;

export type QualityBand = (typeof qualityBands)[number];

/** The band of a score of 1 to 5. */
export function bandOf(score: number): QualityBand {
  return score >= 4 ? 'good' : score >= 3 ? 'fair' : 'poor';
}
