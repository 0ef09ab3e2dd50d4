import { browserStorage } from './browser-storage.ts'
import { callLog } from './call-log.ts'
import { languageChoice } from './choose-language.ts'
import { deliverEarlier } from './deliver-earlier.ts'
import { sessionHold } from './hold-session.ts'
import { openJournalStore } from './journal-store.ts'
import { journalTail } from './journal-tail.ts'
import { tabMemory } from './kept-session.ts'
import { noticeOf } from './notices.ts'
import { type Opened, openSession } from './open-session.ts'
import { noticePage, waitingPage } from './page/notice.ts'
import { type Play, type PlayParts, playSession } from './play-session.ts'
import { startClock } from './player-clock.ts'
import { type PlayerPage, playerPage } from './player-page.ts'
import { callServer } from './server-calls.ts'

/** Waits between the first quiet attempts: a server that restarts is back within seconds. */
const quietRetriesMs = [1_000, 2_000, 3_000]
const noticeRetryMs = 5_000

/** Runs the player in `root`: delivers what is left from earlier, opens the session, and plays the course. */
export async function runPlayer(root: HTMLElement, ticket: string | undefined): Promise<void> {
  const language = languageChoice(browserStorage('localStorage'), navigator.languages)
  const log = callLog()
  let play: Play | undefined
  const page = playerPage({ root, language, log, play: () => play })
  const parts: PlayParts = {
    page,
    log,
    clock: startClock(),
    store: await openJournalStore(),
    tail: journalTail(browserStorage('localStorage')),
    openOptions: {
      server: callServer(),
      memory: tabMemory(browserStorage('sessionStorage')),
      hold: sessionHold(navigator.locks),
      ticket,
    },
  }
  const session = await untilOpen(page, () => openAfterDelivery(parts))
  language.suggest(session.language)
  play = playSession(session, parts)
  page.refresh()
}

async function openAfterDelivery({ store, tail, clock, openOptions }: PlayParts): Promise<Opened> {
  const { server, memory, hold } = openOptions
  await tail.moveInto(store)
  await deliverEarlier({
    store,
    server,
    own: memory.read()?.session,
    isPlayedElsewhere: (session) => hold.isPlayedElsewhere(session),
    clock,
  })
  return openSession(openOptions)
}

type OpenSession = Extract<Opened, { kind: 'open' }>['session']

/** Opens, explains what is in the way, and goes on as soon as it is not. */
async function untilOpen(page: PlayerPage, open: () => Promise<Opened>): Promise<OpenSession> {
  page.show(() => waitingPage(page.texts().loading))
  let opened = await patiently(open)
  while (opened.kind !== 'open') {
    const next = await choiceAt(page, opened)
    if (next === 'retry') opened = await open()
    else if (opened.kind === 'live') opened = await opened.goOn()
  }
  return opened.session
}

/** Shows the page for what is in the way until there is something to do about it. */
function choiceAt(
  page: PlayerPage,
  opened: Exclude<Opened, { kind: 'open' }>,
): Promise<'retry' | 'go-on'> {
  return new Promise((choose) => {
    page.show(() =>
      noticePage(
        noticeOf(opened, page.texts(), {
          onRetry: () => choose('retry'),
          onGoOn: () => choose('go-on'),
          onNotNow: () => page.show(() => noticePage(page.mayClose(), page.texts())),
        }),
        page.texts(),
      ),
    )
    if (!isPassing(opened)) return
    setTimeout(() => choose('retry'), noticeRetryMs)
    addEventListener('online', () => choose('retry'), { once: true })
  })
}

const isPassing = ({ kind }: Opened): boolean => kind === 'no-connection' || kind === 'server-error'

async function patiently(open: () => Promise<Opened>): Promise<Opened> {
  let opened = await open()
  for (const wait of quietRetriesMs) {
    if (!isPassing(opened)) break
    await new Promise((resolve) => setTimeout(resolve, wait))
    opened = await open()
  }
  return opened
}
