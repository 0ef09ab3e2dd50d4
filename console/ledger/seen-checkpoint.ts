/** The last checkpoint that this device found good: what the log may never go behind. */
export interface SeenCheckpoint {
  readonly note: string
  /** Verifier key that signed it. */
  readonly key: string
  /** ISO 8601. */
  readonly at: string
}

const place = 'hocba.ledger.seen'

export function readSeen(): SeenCheckpoint | undefined {
  try {
    const seen = JSON.parse(localStorage.getItem(place) ?? 'null') as SeenCheckpoint | null
    return typeof seen?.note === 'string' && typeof seen.key === 'string' ? seen : undefined
  } catch {
    return undefined
  }
}

export function keepSeen(seen: SeenCheckpoint): void {
  try {
    localStorage.setItem(place, JSON.stringify(seen))
  } catch {
    // A browser that keeps nothing: each visit is the first.
  }
}
