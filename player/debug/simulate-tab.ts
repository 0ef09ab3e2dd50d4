import { button, element } from '../page/element.ts'
import type { DebugTab, DebugView } from './debug-source.ts'

const offlineMs = 30_000

/** Things that go wrong on learners' devices, on purpose. */
export function simulateTab(): DebugTab {
  let offline: ReturnType<typeof setTimeout> | undefined
  const goOnline = ({ simulation, redraw }: DebugView) => {
    clearTimeout(offline)
    offline = undefined
    simulation.network = 'as-is'
    // As a browser tells it: what waits is sent at once.
    dispatchEvent(new Event('online'))
    redraw()
  }
  const goOffline = (view: DebugView) => {
    view.simulation.network = 'offline'
    offline = setTimeout(() => goOnline(view), offlineMs)
    view.redraw()
  }
  return {
    name: 'simulate',
    body(view) {
      const { texts, simulation, play } = view
      const isOffline = simulation.network === 'offline'
      const codes = play.course.course.standard === 'scorm12' ? ['101', '201'] : ['101', '391']
      return element(
        'div',
        { class: 'debug-simulations' },
        act(isOffline ? texts.offlineOn : texts.offline, texts.offlineAbout, {
          isOn: isOffline,
          onClick: () => (isOffline ? goOnline(view) : goOffline(view)),
        }),
        slow(view, () => isOffline && goOnline(view)),
        failure(view),
        ...codes.map((code) => callError(code, view)),
        phone(view),
        act(texts.end, texts.endAbout, { onClick: () => play.leave() }),
        act(texts.reset, texts.resetAbout, {
          onClick: () => {
            if (isOffline) goOnline(view)
            view.history.clear()
            void play.reset().then(view.redraw)
          },
        }),
      )
    },
  }
}

function slow({ texts, simulation, redraw }: DebugView, comeBack: () => void): HTMLElement {
  const isOn = simulation.network === 'slow'
  return act(texts.slow, texts.slowAbout, {
    isOn,
    onClick: () => {
      comeBack()
      simulation.network = isOn ? 'as-is' : 'slow'
      redraw()
    },
  })
}

const failure = ({ texts, simulation, redraw }: DebugView): HTMLElement =>
  act(texts.fail, texts.failAbout, {
    isOn: simulation.failsNextCommit,
    onClick: () => {
      simulation.failsNextCommit = !simulation.failsNextCommit
      redraw()
    },
  })

const phone = ({ texts, page: { frameHost }, redraw }: DebugView): HTMLElement =>
  act(texts.phone, texts.phoneAbout, {
    isOn: frameHost.classList.contains('is-phone'),
    onClick: () => {
      frameHost.classList.toggle('is-phone')
      redraw()
    },
  })

function callError(code: string, { simulation, texts, redraw }: DebugView): HTMLElement {
  const isOn = simulation.nextError === code
  return act(texts.callError(code), texts.callErrorAbout, {
    isOn,
    onClick: () => {
      simulation.nextError = isOn ? undefined : code
      redraw()
    },
  })
}

function act(
  label: string,
  about: string,
  { isOn, onClick }: { isOn?: boolean; onClick: () => void },
): HTMLElement {
  const pressed = isOn === undefined ? {} : { 'aria-pressed': String(isOn) }
  return element(
    'div',
    { class: 'debug-act' },
    button({ label, attributes: pressed, onClick }),
    element('p', {}, about),
  )
}
