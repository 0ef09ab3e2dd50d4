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

export type ErrorCode = keyof typeof errorStrings

/** Why a call failed: the code for the SCO, and a sentence for the person who looks for the cause. */
export interface Failure {
  readonly error: Exclude<ErrorCode, '0'>
  readonly diagnostic: string
}

export const failure = (error: Failure['error'], diagnostic: string): Failure => ({
  error,
  diagnostic,
})

export const isFailure = (value: object): value is Failure => 'error' in value

/** The published name of a code; empty for a code that SCORM 1.2 does not have. */
export const errorStringOf = (code: string): string =>
  Object.hasOwn(errorStrings, code) ? errorStrings[code as ErrorCode] : ''
