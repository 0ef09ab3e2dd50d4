export type { ActivityReport, Report } from './derive-progress.ts'
export * from './registration.ts'
export type * from './store.ts'
