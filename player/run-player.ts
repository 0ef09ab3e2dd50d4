import { browserStorage } from './browser-storage.ts'
import { callLog } from './call-log.ts'
import { languageChoice } from './choose-language.ts'
import { deliverEarlier } from './deliver-earlier.ts'
import { sessionHold } from './hold-session.ts'
import { openJournalStore } from './journal-store.ts'
import { journalTail } from './journal-tail.ts'
import { tabMemory } from './kept-session.ts'
import { noticeOf } from './notices.ts'
import { type Opened, type OpenOptions, openSession } from './open-session.ts'
import { noticePage, waitingPage } from './page/notice.ts'
import { type Play, playSession } from './play-session.ts'
import { startClock } from './player-clock.ts'
import { playerPage } from './player-page.ts'
import { callServer } from './server-calls.ts'

/** Waits between the first quiet attempts: a server that restarts is back within seconds. */
const quietRetriesMs = [1_000, 2_000, 3_000]
const noticeRetryMs = 5_000

/** Runs the player in `root`: delivers what is left from earlier, opens the session, and plays the course. */
export async function runPlayer(root: HTMLElement, ticket: string | undefined): Promise<void> {
  const store = await openJournalStore()
  const tail = journalTail(browserStorage('localStorage'))
  const memory = tabMemory(browserStorage('sessionStorage'))
  const hold = sessionHold(navigator.locks)
  const language = languageChoice(browserStorage('localStorage'), navigator.languages)
  const server = callServer()
  const clock = startClock()
  const log = callLog()
  const options: OpenOptions = { server, memory, hold, ticket }

  let play: Play | undefined
  const page = playerPage({ root, language, log, play: () => play })

  const open = async (): Promise<Opened> => {
    await tail.moveInto(store)
    await deliverEarlier({
      store,
      server,
      own: memory.read()?.session,
      isPlayedElsewhere: (session) => hold.isPlayedElsewhere(session),
      clock,
    })
    return openSession(options)
  }

  const present = async (opened: Opened): Promise<void> => {
    if (opened.kind === 'open') {
      language.suggest(opened.session.language)
      play = await playSession({
        opened: opened.session,
        openOptions: options,
        page,
        store,
        tail,
        clock,
        log,
      })
      return
    }
    page.show(() =>
      noticePage(
        noticeOf(opened, page.texts(), {
          onRetry: attempt,
          onGoOn: () => opened.kind === 'live' && attempt(opened.goOn),
          onNotNow: () => page.show(() => noticePage(page.mayClose(), page.texts())),
        }),
        page.texts(),
      ),
    )
    if (opened.kind === 'no-connection' || opened.kind === 'server-error') retrySoon()
  }

  let retryTimer: ReturnType<typeof setTimeout> | undefined
  let isOpening = false
  const attempt = async (how: () => Promise<Opened> = open): Promise<void> => {
    if (isOpening) return
    isOpening = true
    clearTimeout(retryTimer)
    page.show(() => waitingPage(page.texts().loading))
    await present(await patiently(how)).finally(() => {
      isOpening = false
    })
  }
  const retrySoon = () => {
    retryTimer = setTimeout(attempt, noticeRetryMs)
    addEventListener('online', () => retryTimer !== undefined && play === undefined && attempt(), {
      once: true,
    })
  }
  await attempt()
}

async function patiently(how: () => Promise<Opened>): Promise<Opened> {
  let opened = await how()
  for (const wait of quietRetriesMs) {
    const isPassing = opened.kind === 'no-connection' || opened.kind === 'server-error'
    if (!isPassing) break
    await new Promise((resolve) => setTimeout(resolve, wait))
    opened = await how()
  }
  return opened
}
