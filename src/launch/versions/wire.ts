import type { ActivityMatch } from './match-activities.ts'
import type { MoveCounts, MoveForecast } from './version-move.ts'

/** JSON of /api/v1, as schemas/api/move-preview.json and version-move*.json describe it. Times are ISO 8601, UTC. */
export interface MovePreview {
  readonly package: string
  /** Number of the version to which registrations would move. */
  readonly version: number
  /** Registrations that are on it already. */
  readonly already: number
  /** The other versions that registrations are on, newest first. */
  readonly from: readonly MoveSource[]
}

export interface MoveSource {
  readonly version: number
  /** False: another standard, so that no state fits. */
  readonly isSameStandard: boolean
  readonly activities: readonly ActivityMatch[]
  readonly registrations: MoveForecast
}

export interface VersionMoveItem {
  readonly id: string
  /** Number of the version to which they move. */
  readonly version: number
  readonly startedBy: string
  readonly startedAt: string
  /** null while it is under way. */
  readonly endedAt: string | null
  /** Registrations that it has looked at, by what became of them. */
  readonly outcomes: MoveCounts
  /** Registrations that it has not looked at yet; 0 once it has ended. */
  readonly remaining: number
}

export interface VersionMoveList {
  readonly items: readonly VersionMoveItem[]
}
