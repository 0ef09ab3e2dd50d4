import type { ActivityDefinition } from '../statements/statement.ts'

/** What statements have said about activities; `insertStatements` keeps it. */
export interface ActivityReader {
  /** Canonical definitions by the activity's IRI; activities that nothing is known of are left out. */
  findDefinitions(activities: readonly string[]): Promise<ReadonlyMap<string, ActivityDefinition>>
}
