import { notRun } from '../line.ts'

export const line = notRun(
  'a person that was erased',
  '0 hits in database, files, logs, exports and restored backups',
  'erasure is not built yet',
)
