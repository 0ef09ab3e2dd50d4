import { notRun } from '../line.ts'

export const line = notRun(
  'changes to the database behind the back of the server',
  '10,000 changes all detected, 0 false alarms',
  'the verifiable log is not built yet',
)
