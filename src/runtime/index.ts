import type { Standard } from './course.ts'
import type { Engine } from './engine.ts'
import { scorm12 } from './scorm12/engine.ts'

export type * from './attempt.ts'
export * from './course.ts'
export type * from './engine.ts'
export type * from './journal.ts'
export { meanScore } from './mean-score.ts'

/** The engines by standard. */
export const engines: Readonly<Record<Standard, Engine>> = { scorm12 }

export { parsePrerequisites } from './scorm12/prerequisites.ts'
