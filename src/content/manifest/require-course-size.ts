import type { Course } from '../../runtime/index.ts'
import { type FindingPlace, Refusal } from '../finding-codes.ts'

/**
 * Refuses a course that is larger than its manifest lets expect: what one sequencing or resource says counts for every item that
 * refers to it, so a manifest of 300 kB can describe gigabytes, which every launch would read.
 * @param bytesMax of the course as it is stored, JSON in UTF-8
 * @throws Refusal `manifest-excessive`
 */
export function requireCourseSize(course: Course, bytesMax: number, place: FindingPlace): void {
  const refuse = (): never => {
    throw new Refusal(
      'manifest-excessive',
      `The course has more than ${bytesMax} bytes once every item has what it refers to.`,
      place,
    )
  }
  // Counted on the way, so that what is too large is never written out: a value takes one byte at least.
  let atLeast = 0
  const text = JSON.stringify(course, (_key, value: unknown) => {
    atLeast += typeof value === 'string' ? value.length : 1
    return atLeast > bytesMax ? refuse() : value
  })
  if (Buffer.byteLength(text) > bytesMax) refuse()
}
