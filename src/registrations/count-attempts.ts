import { completionRank, successRank } from '../runtime/index.ts'
import { type CourseAttempt, type CoursePolicy, isDecided } from './course-attempt.ts'
import type { RegistrationProgress } from './registration.ts'

/**
 * The attempt whose result is the registration's; among equals the earliest, so that nothing changes without a reason.
 * @param attempts at least one, by number
 */
export function countedAttempt(
  attempts: readonly CourseAttempt[],
  counts: CoursePolicy['counts'],
): CourseAttempt {
  if (counts === 'last') return attempts.findLast(isDecided) ?? attempts.at(-1)!
  const isBetter = counts === 'best' ? hasBetterResult : hasHigherScore
  return attempts.reduce((best, one) => (isBetter(one, best) ? one : best))
}

const hasBetterResult = (one: CourseAttempt, other: CourseAttempt): boolean =>
  (compareStatus(one, other) || compareScore(one, other)) > 0

const hasHigherScore = (one: CourseAttempt, other: CourseAttempt): boolean =>
  (compareScore(one, other) || compareStatus(one, other)) > 0

const compareStatus = ({ progress: one }: CourseAttempt, { progress: other }: CourseAttempt) =>
  successRank[one.success] - successRank[other.success] ||
  completionRank[one.completion] - completionRank[other.completion]

const compareScore = ({ progress: one }: CourseAttempt, { progress: other }: CourseAttempt) =>
  (one.score?.scaled ?? -2) - (other.score?.scaled ?? -2)

/** The registration's figures: the result of the attempt that counts, with the time and the runs of all of them. */
export function progressOf(
  attempts: readonly CourseAttempt[],
  counted: CourseAttempt,
): RegistrationProgress {
  const all = attempts.map(({ progress }) => progress)
  const sum = (figure: 'centiseconds' | 'attempts') =>
    all.reduce((total, progress) => total + progress[figure], 0)
  const times = (figure: 'firstActivityAt' | 'lastActivityAt') =>
    all.flatMap((progress) => progress[figure]?.getTime() ?? [])
  const [first, last] = [times('firstActivityAt'), times('lastActivityAt')]
  return {
    ...counted.progress,
    centiseconds: sum('centiseconds'),
    attempts: sum('attempts'),
    ...(first.length > 0 && { firstActivityAt: new Date(Math.min(...first)) }),
    ...(last.length > 0 && { lastActivityAt: new Date(Math.max(...last)) }),
  }
}
