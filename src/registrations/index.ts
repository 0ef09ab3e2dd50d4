export * from './activity-iri.ts'
export { chooseOpening, type Opening, type OpeningWish } from './choose-opening.ts'
export * from './course-attempt.ts'
export { addRegistration, createRegistration, createTrial } from './create-registration.ts'
export type { ActivityReport, Report } from './derive-progress.ts'
export { describeRegistration, listRegistrations } from './describe-registration.ts'
export * from './evidence/evidence.ts'
export * from './evidence/judge-evidence.ts'
export { judgeAnew, judgeUnjudged, startJudging } from './evidence/keep-level.ts'
export type * from './evidence/store.ts'
export { type ObserverWriter, observeStatements } from './observe-statements.ts'
export { timeOf } from './read-statement.ts'
export {
  beginAttempt,
  type CourseReport,
  type ProgressWriter,
  recordProgress,
  recount,
} from './record-progress.ts'
export * from './registration.ts'
export { registrationOperations } from './routes.ts'
export type * from './store.ts'
export { summarizePackage } from './summarize-package.ts'
export { figuresDelta, figuresOf } from './summary.ts'
