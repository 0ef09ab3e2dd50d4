import { storedOf } from '../xapi/statements/seq.ts'

/** Of microseconds; what somebody has made no time of is shown as it is, for the verifier to find. */
export function timeOf(micros: number): string {
  try {
    return storedOf(micros)
  } catch {
    return String(micros)
  }
}
