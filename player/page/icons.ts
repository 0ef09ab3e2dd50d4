const namespace = 'http://www.w3.org/2000/svg'

/** Drawn on a grid of 24, with strokes of 1.75. */
const paths = {
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  expand: 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5',
  shrink: 'M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.6 9.4a2.5 2.5 0 1 1 3.6 2.3c-.8.4-1.2.9-1.2 1.8M12 16.6h.01',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  pause: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM10 9v6M14 9v6',
  endLesson: 'M5 4v16M5 5h11l-2 3.500 2 3.500H5',
  endCourse: 'M10 4H5v16h5M14 8l4 4-4 4M18 12H9.500',
  window: 'M4 6h10v5M4 6v12h14v-4M13 11l7-7M15.500 4H20v4.500',
  kept: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  cloud: 'M7 18a4 4 0 0 1-.6-7.95 6 6 0 0 1 11.5 1.5A3.3 3.3 0 0 1 17.5 18z',
  cloudDone:
    'M7 18a4 4 0 0 1-.6-7.95 6 6 0 0 1 11.5 1.5A3.3 3.3 0 0 1 17.5 18zM9.4 13.4l1.9 1.9 3.5-3.8',
  cloudOff: 'M7 18a4 4 0 0 1-.6-7.95M9.2 6.9a6 6 0 0 1 8.7 4.65A3.3 3.3 0 0 1 19.6 17M4 4l16 16',
  lock: 'M7 11V8.5a5 5 0 0 1 10 0V11M6 11h12v9H6z',
  warning: 'M12 4.5L21 20H3zM12 10.5v4M12 17.3h.01',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  screens: 'M3.5 5h12v9h-12zM9.5 14v3M6.5 17h6M18 9h2.5v10h-5v-2',
  file: 'M6.5 3.5h7.5l4 4v13h-11.500zM14 3.500v4h4M10 12l4 4M14 12l-4 4',
  language:
    'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 12h17M12 3c2.6 2.5 3.8 5.5 3.8 9s-1.2 6.5-3.8 9c-2.6-2.5-3.8-5.5-3.8-9S9.4 5.5 12 3z',
} as const

export type IconName = keyof typeof paths

/** A decorative icon; the text beside it says the same. */
export function icon(name: IconName): SVGElement {
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(namespace, 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}

/** State of an activity as a sign: shapes differ, not only colours. */
export type Sign = 'done' | 'failed' | 'begun' | 'untouched' | 'locked'

const signPaths: Readonly<Record<Sign, string>> = {
  done: 'M8 12.4l2.7 2.7 5.3-5.8',
  failed: 'M9 9l6 6M15 9l-6 6',
  begun: '',
  untouched: '',
  locked: 'M8.5 11.5V9a3.5 3.5 0 0 1 7 0v2.5M6.5 11.5h11v7h-11z',
}

export function signIcon(sign: Sign): SVGElement {
  const { svg, add } = drawing('0 0 24 24', `sign ${sign}`)
  if (sign !== 'locked') add('circle', { cx: '12', cy: '12', r: '8.5', class: 'ring' })
  if (sign === 'begun') add('path', { d: 'M12 3.5a8.5 8.5 0 0 1 0 17z', class: 'half' })
  if (signPaths[sign] !== '') add('path', { d: signPaths[sign], class: 'mark' })
  return svg
}

/** A ring that is filled so far, 0 to 1, around its percentage. */
export function progressRing(part: number, percent: string): SVGElement {
  const { svg, add } = drawing('0 0 80 80', 'progress-ring')
  const place = { cx: '40', cy: '40', r: '36' }
  add('circle', place)
  if (part > 0) {
    const arc = { 'stroke-dasharray': `${part} 1`, transform: 'rotate(-90 40 40)' }
    add('circle', { ...place, ...arc, pathLength: '1', class: 'arc' })
  }
  add('text', { x: '40', y: '47' }).textContent = percent
  return svg
}

function drawing(viewBox: string, name: string) {
  const svg = document.createElementNS(namespace, 'svg')
  svg.setAttribute('viewBox', viewBox)
  svg.setAttribute('class', name)
  svg.setAttribute('aria-hidden', 'true')
  const add = (tag: string, attributes: Readonly<Record<string, string>>): Element => {
    const made = document.createElementNS(namespace, tag)
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
    svg.append(made)
    return made
  }
  return { svg, add }
}
