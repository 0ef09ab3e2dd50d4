export type { Class, ClassMember, ClassOverview } from './class.ts'
export { type CohortParts, cohortOperations } from './routes.ts'
export type * from './store.ts'
export type * from './wire.ts'
