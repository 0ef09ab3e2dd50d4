import type { Clock } from '../base/clock.ts'
import type { Transactor } from '../base/transactor.ts'
import type { LaunchReader, LaunchWriter } from './store.ts'

const trialsPerRead = 200

/**
 * Forgets try-outs in which nothing happened for so many days: registration, attempts, sessions and links. Their statements
 * stay, as every statement does. Two processes may do it at once.
 * @returns how many were forgotten
 */
export const sweepTrials =
  (
    store: Pick<LaunchReader, 'oldTrials'> &
      Transactor<Pick<LaunchWriter, 'deleteTrial' | 'findRegistration'>>,
    clock: Clock,
    { trialDaysMax }: { readonly trialDaysMax: number },
  ) =>
  async (): Promise<number> => {
    const before = new Date(clock().getTime() - trialDaysMax * 86_400_000)
    let swept = 0
    for (;;) {
      const ids = await store.oldTrials(before, trialsPerRead)
      for (const id of ids) {
        await store.transact(async (tx) => {
          if (await tx.findRegistration(id)) await tx.deleteTrial(id)
        })
      }
      swept += ids.length
      if (ids.length < trialsPerRead) return swept
    }
  }
