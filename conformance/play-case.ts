import type { ConformanceCase, Step } from './cases.ts'
import { differencesOf } from './compare.ts'
import { actionsOf, type LearnerAction } from './instruction.ts'
import type { Delivered, Seat } from './stage.ts'

/**
 * Plays a case and says what differed from what it expects, in sentences; none: it passed. A wrong delivery ends the case,
 * since nothing after it means anything.
 * @param hasPackage whether there is a package of this name
 */
export async function playCase(
  seat: Seat,
  one: ConformanceCase,
  hasPackage: (name: string) => boolean,
): Promise<string[]> {
  const differences: string[] = []
  try {
    seat.expect(one.steps)
    await open(seat, one, hasPackage)
    for (const step of one.steps) {
      const delivered = await seat.delivered()
      if (!isExpected(delivered, step.activity)) {
        differences.push(`${place(step)}: not delivered, but ${nameOf(delivered)}`)
        break
      }
      differences.push(...(await playStep(seat, step)).map((text) => `${place(step)}: ${text}`))
    }
  } catch (error) {
    differences.push((error as Error).message)
  }
  await seat.leave()
  return [...differences, ...seat.takeComplaints()]
}

const place = ({ activity, visit }: Step): string => `Activity ${activity}, visit ${visit}`

async function open(
  seat: Seat,
  { case: name, start }: ConformanceCase,
  hasPackage: (name: string) => boolean,
): Promise<void> {
  await seat.launch(start !== '.' && hasPackage(start) ? start : name)
  if (start !== '.' && !hasPackage(start)) await seat.act({ do: 'choose', title: start })
}

async function playStep(seat: Seat, step: Step): Promise<string[]> {
  const differences: string[] = []
  for (const { check, expect } of step.ui) {
    if ((await seat.sees(check)) !== expect) differences.push(`${check} is ${!expect}`)
  }
  const answers = await seat.visit(step)
  if (answers) differences.push(...differencesOf(step.commands, answers, seat.learner))
  else if (step.commands.length > 0) differences.push('it is an asset, which calls nothing')
  for (const action of actionsOf(step)) differences.push(...(await take(seat, action)))
  return [...differences, ...seat.takeComplaints()]
}

async function take(seat: Seat, action: LearnerAction): Promise<string[]> {
  if (action.do === 'seeEnd') {
    return (await seat.hasEnded()) ? [] : ['the course has not ended']
  }
  if (action.do === 'launch') {
    await seat.leave()
    await seat.launch(action.package)
  } else await seat.act(action)
  return []
}

const nameOf = (delivered: Delivered | undefined): string => delivered?.id ?? 'nothing'

/** By the item's parameters, else by its identifier. */
function isExpected(delivered: Delivered | undefined, activity: string): boolean {
  if (!delivered) return false
  const act = /[?&]act=([^&#]+)/.exec(delivered.href)?.[1]
  return act === undefined ? delivered.id === `activity_${activity}` : act === activity
}
