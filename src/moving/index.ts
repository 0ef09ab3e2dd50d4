export type { Comparison } from './compare-records.ts'
export { type MoveParts, type MoveResult, runMove } from './run-move.ts'
export type { MoveState, MovingReader, MovingTarget } from './store.ts'
