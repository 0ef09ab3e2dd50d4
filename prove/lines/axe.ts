import { notRun } from '../line.ts'

export const line = notRun(
  'accessibility of every page, in both languages',
  '0 violations by axe',
  'no test of the console runs axe yet',
)
