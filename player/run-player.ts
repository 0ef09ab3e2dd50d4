import { browserStorage } from './browser-storage.ts'
import { callLog } from './call-log.ts'
import { languageChoice } from './choose-language.ts'
import { newSimulation, simulated } from './debug/simulation.ts'
import { sessionHold } from './hold-session.ts'
import { openJournalStore } from './journal-store.ts'
import { journalTail } from './journal-tail.ts'
import { newOpening, type Opening, type TabMemory, tabMemory } from './kept-session.ts'
import { newUuid } from './new-uuid.ts'
import { noticeOf } from './notices.ts'
import { openAfterDelivery } from './open-after-delivery.ts'
import type { Opened, PlayableSession } from './open-session.ts'
import { otherPages, pageChannel } from './other-pages.ts'
import { noticePage, waitingPage } from './page/notice.ts'
import type { Play, PlayParts } from './play.ts'
import { playSession } from './play-session.ts'
import { startClock } from './player-clock.ts'
import { type PlayerPage, playerPage } from './player-page.ts'
import { callServer } from './server-calls.ts'
import { sessionNotes } from './session-notes.ts'

/** Waits between the first quiet attempts: a server that restarts is back within seconds. */
const quietRetriesMs = [1_000, 2_000, 3_000]
const noticeRetryMs = 5_000

/** Runs the player in `root`: delivers what is left from earlier, opens the session, and plays the course. */
export async function runPlayer(root: HTMLElement, ticket: string | undefined): Promise<void> {
  const language = languageChoice(browserStorage('localStorage'), navigator.languages)
  const log = callLog()
  let play: Play | undefined
  const page = playerPage({ root, language, log, play: () => play })
  const memory = tabMemory(browserStorage('sessionStorage'))
  const clock = startClock()
  const simulation = newSimulation()
  const parts: PlayParts = {
    page,
    log,
    notes: sessionNotes({ log, clock, newId: newUuid }),
    simulation,
    clock,
    store: await openJournalStore(),
    tail: journalTail(browserStorage('localStorage')),
    openOptions: {
      server: simulated(callServer(), simulation),
      memory,
      hold: sessionHold(navigator.locks),
      others: otherPages(pageChannel()),
      opening: openingOf(memory, ticket),
    },
  }
  const session = await untilOpen(page, (isPatient) => openAfterDelivery(parts, isPatient))
  language.suggest(session.language)
  const playing = playSession(session, parts)
  play = playing
  page.refresh()
  if (session.isTrial) {
    const { openDebugger } = await import('./debug/open-debugger.ts')
    page.debugWith(openDebugger({ ...parts, play: playing, host: root }))
  }
}

/** The use of the link in the address, or of the one that a page before a reload was opening. */
function openingOf(memory: TabMemory, ticket: string | undefined): Opening | undefined {
  if (ticket === undefined) return memory.opening()
  const opening = newOpening(ticket)
  memory.writeOpening(opening)
  return opening
}

type Open = (isPatient: boolean) => Promise<Opened>

/** Opens, explains what is in the way, and goes on as soon as it is not. */
async function untilOpen(page: PlayerPage, open: Open): Promise<PlayableSession> {
  page.show(() => waitingPage(page.texts().loading))
  let opened = await patiently(open)
  while (opened.kind !== 'open') {
    await choiceAt(page, opened)
    opened = opened.kind === 'elsewhere' ? await opened.goOn() : await open(false)
  }
  return opened.session
}

/** Shows the page for what is in the way until it is time to try again, or the learner takes the course over. */
function choiceAt(page: PlayerPage, opened: Exclude<Opened, { kind: 'open' }>): Promise<void> {
  return new Promise((goOn) => {
    page.show(() =>
      noticePage(
        noticeOf(opened, page.texts(), {
          onGoOn: goOn,
          onNotNow: () => page.show(() => noticePage(page.mayClose(), page.texts())),
        }),
        page.texts(),
      ),
    )
    if (!isPassing(opened)) return
    setTimeout(goOn, noticeRetryMs)
    addEventListener('online', () => goOn(), { once: true })
  })
}

const isPassing = ({ kind }: Opened): boolean => kind === 'no-connection' || kind === 'server-error'

async function patiently(open: Open): Promise<Opened> {
  let opened = await open(true)
  for (const wait of quietRetriesMs) {
    if (!isPassing(opened)) break
    await new Promise((resolve) => setTimeout(resolve, wait))
    opened = await open(wait !== quietRetriesMs.at(-1))
  }
  return opened
}
