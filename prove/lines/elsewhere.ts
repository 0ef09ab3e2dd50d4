import { notRun } from '../line.ts'

export const line = notRun(
  'other machines: a plug that is pulled, MongoDB failover, Safari, Firefox',
  'as above',
  'there is one Linux machine with Chromium, and the MongoDB server of the tests has one member, so no elections',
)
