import type { JournalStop } from './journal.ts'
import { showDialog } from './page/dialog.ts'
import type { Texts } from './texts.ts'

export interface StoppedOptions {
  readonly texts: Texts
  readonly returnUrl: string | undefined
  /** The learner goes on here from what the server has. */
  readonly onGoOn: () => void
}

/** Says that the server takes no more of this session, and why. */
export function showStopped(stop: JournalStop, { texts, returnUrl, onGoOn }: StoppedOptions): void {
  const isElsewhere = stop.code === 'session-superseded'
  const lost = stop.entries.length
  const goOn = () => {
    close()
    onGoOn()
  }
  const wayOut =
    returnUrl === undefined
      ? []
      : [{ label: texts.returnToApp, onChoose: () => location.assign(returnUrl) }]
  const close = showDialog({
    ...(isElsewhere
      ? {
          icon: 'screens',
          title: texts.elsewhereTitle,
          body: [texts.supersededBody, ...(lost > 0 ? [texts.supersededKept(lost)] : [])],
        }
      : {
          icon: 'warning',
          title: texts.refusedTitle,
          body: [texts.refusedBody, `${texts.requestId}: ${stop.requestId ?? stop.code}`],
        }),
    actions: [{ label: texts.goOnHere, isPrimary: true, onChoose: goOn }, ...wayOut],
  })
}
