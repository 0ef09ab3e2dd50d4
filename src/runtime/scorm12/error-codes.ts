import type { CallFailure } from '../answer-call.ts'

/** The error codes of SCORM 1.2 and their published names [RTE 3.3.3]. There is no 407 in this version. */
export const errorStrings = {
  '0': 'No error',
  '101': 'General exception',
  '201': 'Invalid argument error',
  '202': 'Element cannot have children',
  '203': 'Element not an array. Cannot have count',
  '301': 'Not initialized',
  '401': 'Not implemented error',
  '402': 'Invalid set value, element is a keyword',
  '403': 'Element is read only',
  '404': 'Element is write only',
  '405': 'Incorrect Data Type',
} as const satisfies Readonly<Record<string, string>>

export type Failure = CallFailure<Exclude<keyof typeof errorStrings, '0'>>
