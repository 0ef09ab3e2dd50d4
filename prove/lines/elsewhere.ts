import { notRun } from '../line.ts'

export const line = notRun(
  'other machines: a plug that is pulled, MongoDB failover, Safari, Firefox',
  'as above',
  'there is one Linux machine with Chromium, and one MongoDB server that is no replica set of mongod',
)
