import type { Standard } from './course.ts'
import type { Engine } from './engine.ts'
import { scorm12 } from './scorm12/engine.ts'
import { scorm2004 } from './scorm2004/engine.ts'

export type * from './attempt.ts'
export * from './course.ts'
export type * from './engine.ts'
export type * from './journal.ts'
export { meanScore } from './mean-score.ts'
export type * from './navigation.ts'
export { completionRank, successRank } from './results.ts'
export { itemsIn, parsePrerequisites } from './scorm12/prerequisites.ts'
export { type DecisionName, decisions } from './sequencing/decisions.ts'
export type * from './sequencing/definition.ts'
export { defaultControlMode, defaultSequencing } from './sequencing/definition.ts'
export type { ActivityTracking, SequencingState } from './sequencing/tracking.ts'
export {
  factsAfter,
  noCounts,
  noFacts,
  type PlayerCounts,
  type SessionFacts,
} from './session-facts.ts'
export type * from './shared-state.ts'
export { nothingShared } from './shared-state.ts'
export { type VerdictName, type VerdictPoint, verdictOf, verdictPoints } from './verdict.ts'

/** The engines by standard. */
export const engines: Readonly<Record<Standard, Engine>> = { scorm12, scorm2004 }
