import type { ClassMember } from '../api/types.ts'

/** How far a learner is with all packages of the class, best first; `failed` besides, who failed any of them. */
export const standings = ['completed', 'incomplete', 'not-attempted', 'failed'] as const

export type Standing = (typeof standings)[number]

/** Who has completed every package has completed; who has begun none has not begun. */
export function completionOf(
  { progress }: ClassMember,
  packages: number,
): Exclude<Standing, 'failed'> {
  const count = (completion: string) =>
    progress.filter((one) => one.completion === completion).length
  if (packages > 0 && count('completed') === packages) return 'completed'
  return progress.length === count('not-attempted') ? 'not-attempted' : 'incomplete'
}

export const hasStanding = (member: ClassMember, standing: Standing, packages: number): boolean =>
  standing === 'failed'
    ? member.progress.some(({ success }) => success === 'failed')
    : completionOf(member, packages) === standing

/** When the learner was last active in any package of the class. */
export const lastActivityOf = ({ progress }: ClassMember): string | undefined =>
  progress
    .map(({ lastActivityAt }) => lastActivityAt)
    .filter((at) => at !== null)
    .sort()
    .at(-1)
