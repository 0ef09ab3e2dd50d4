import type { MoveCounts, MoveForecast, MoveOutcome, VersionMove } from './version-move.ts'

export interface VersionMoveReader {
  /** Newest first. */
  versionMoves(packageId: string, limit: number): Promise<readonly VersionMove[]>
  /** Those that are under way, oldest first. */
  runningMoves(): Promise<readonly VersionMove[]>
  moveCounts(move: string): Promise<MoveCounts>
  /** Registrations of the package, no trials, that are on another version and that this move has not looked at. */
  registrationsToMove(move: VersionMove, limit: number): Promise<readonly string[]>
  countRegistrationsToMove(move: VersionMove): Promise<number>
  /** Ids of the versions that registrations of a package are on, with how many, trials left out. */
  pinnedVersions(packageId: string): Promise<ReadonlyMap<string, number>>
  forecastMove(about: {
    readonly package: string
    readonly from: string
    readonly to: string
    /** Ids of what can be opened in the older version, and of those that fit the newer. */
    readonly launchable: readonly string[]
    readonly kept: readonly string[]
  }): Promise<MoveForecast>
}

export interface VersionMoveWriter extends Pick<VersionMoveReader, 'runningMoves'> {
  insertVersionMove(move: VersionMove): Promise<void>
  endVersionMove(id: string, endedAt: Date): Promise<void>
  /** Writes what became of a registration, in place of what the move said before. */
  putMoveOutcome(
    move: string,
    about: {
      readonly registration: string
      readonly version: string
      readonly outcome: MoveOutcome
    },
  ): Promise<void>
}
